using System.Text;
using System.Text.Json.Nodes;
using Heed.Runs.Recipes;

namespace Heed.Runs;

/// <summary>
/// Reads recipes: YAML into records, refusing what it does not know, with every problem told at once by path and line. A section that
/// is written in part takes its other keys from the default of the key it stands under. An abstract record with
/// <see cref="System.Text.Json.Serialization.JsonDerivedTypeAttribute"/> is chosen by the key <c>kind</c>.
/// </summary>
public static class Recipe
{
    /// <summary>Reads a file and lays overrides such as <c>optimizer.learning_rate=1e-3</c> over it.</summary>
    /// <exception cref="RecipeException">Something is wrong; carries all problems.</exception>
    public static T Load<T>(string path, IReadOnlyList<string> overrides) where T : IRecipe => Resolve<T>(ReadText(path), overrides, path);

    /// <summary>Reads text and lays overrides over it.</summary>
    /// <param name="source">What messages call the text.</param>
    /// <exception cref="RecipeException">Something is wrong; carries all problems.</exception>
    public static T Resolve<T>(string yaml, IReadOnlyList<string>? overrides = null, string source = "recipe") where T : IRecipe
    {
        var binder = new RecipeBinder(new RecipeTree(yaml, overrides ?? []));
        return binder.Bind(typeof(T)) is T recipe ? recipe : throw new RecipeException(source, binder.Problems);
    }

    /// <summary>The resolved recipe: every key, defaults included, in the order of declaration. Reads back as an equal recipe.</summary>
    public static string ToYaml<T>(T recipe) where T : IRecipe => RecipeWriter.Write(recipe);

    /// <summary>Every single value of a recipe's file as it is written there, by its path; whatever kind of recipe it is.</summary>
    /// <exception cref="RecipeException">The file cannot be read.</exception>
    public static IReadOnlyDictionary<string, string> Values(string path) => RecipeComparison.Values(ReadText(path));

    /// <summary>The JSON Schema of a recipe.</summary>
    public static JsonNode Schema<T>() where T : IRecipe => RecipeSchema.Of(typeof(T));

    /// <summary>Where two resolved recipes differ.</summary>
    public static IReadOnlyList<RecipeDifference> Differences<T>(T was, T now) where T : IRecipe =>
        RecipeComparison.Compare(ToYaml(was), ToYaml(now));

    private static string ReadText(string path)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException problem)
        {
            throw Unreadable(path, $"expected UTF-8, found other bytes at position {problem.Index}", "save the file as UTF-8", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, "cannot be read: " + problem.Message, "name an existing recipe", problem);
        }
    }

    private static RecipeException Unreadable(string path, string message, string remedy, Exception inner) =>
        new(path, [new Problem("(file)", message, remedy)], inner);
}
