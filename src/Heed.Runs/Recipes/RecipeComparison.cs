using System.Reflection;
using YamlDotNet.RepresentationModel;

namespace Heed.Runs.Recipes;

/// <summary>Compares resolved recipes value by value.</summary>
internal static class RecipeComparison
{
    private const string Absent = "(absent)";

    /// <summary>The differing paths in the order of the later recipe, gone ones last.</summary>
    public static IReadOnlyList<RecipeDifference> Compare(string was, string now)
    {
        var (before, after) = (Values(was), Values(now));
        return
        [
            .. from path in after.Keys.Concat(before.Keys.Except(after.Keys))
               let old = before.GetValueOrDefault(path, Absent)
               let current = after.GetValueOrDefault(path, Absent)
               where old != current
               select new RecipeDifference(path, old, current)
        ];
    }

    /// <summary>Whether a path is, or lies below, a key marked with <see cref="MayChangeOnResumeAttribute"/>.</summary>
    public static bool MayChange(string path, Type recipe) => MayChange(path.Split('.'), recipe);

    private static bool MayChange(ReadOnlySpan<string> path, Type type)
    {
        if (type.IsDefined(typeof(MayChangeOnResumeAttribute))) return true;
        if (path.Length == 0) return false;
        if (RecipeShape.Entry(type) is { } entry) return MayChange(path[1..], entry);
        if (RecipeShape.NamedValue(type) is { } named) return MayChange(path[1..], named);
        if (!RecipeShape.IsRecord(type)) return false;
        foreach (var record in RecipeShape.Kinds(type).Values.DefaultIfEmpty(type))
            foreach (var key in RecipeKey.Of(record))
                if (key.Name == path[0] && (key.MayChangeOnResume || MayChange(path[1..], key.Type))) return true;
        return false;
    }

    /// <summary>Every single value of a recipe by its path.</summary>
    public static Dictionary<string, string> Values(string yaml)
    {
        var values = new Dictionary<string, string>();
        Gather(new RecipeTree(yaml, []).Root, "", values);
        return values;
    }

    private static void Gather(YamlNode node, string path, Dictionary<string, string> values)
    {
        IEnumerable<(string Name, YamlNode Node)> below = node switch
        {
            YamlMappingNode map => map.Children.Select(c => (c.Key.ToString(), c.Value)),
            YamlSequenceNode list => list.Children.Select((c, i) => ($"{i}", c)),
            _ => [],
        };
        if (node is YamlScalarNode scalar) values[path] = scalar.Value ?? "";
        foreach (var (name, child) in below) Gather(child, path.Length == 0 ? name : $"{path}.{name}", values);
    }
}
