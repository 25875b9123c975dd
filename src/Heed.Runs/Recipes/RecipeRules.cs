using System.Collections;

namespace Heed.Runs.Recipes;

/// <summary>Asks a record, and every record in it, for its problems.</summary>
internal static class RecipeRules
{
    /// <summary>The problems with whole paths and places; a record that could not be read whole, or holds one, is not asked.</summary>
    public static IEnumerable<Problem> Broken(object record, IReadOnlyList<string> unreadable, IReadOnlyDictionary<string, string> places) =>
        from visited in Records(record, "")
        where !unreadable.Any(path => visited.Path.Length == 0 || path == visited.Path || path.StartsWith(visited.Path + ".", StringComparison.Ordinal))
        from problem in visited.Recipe.Problems()
        let path = visited.Path.Length == 0 ? problem.Path : $"{visited.Path}.{problem.Path}"
        select problem with { Path = path, Place = problem.Place.Length > 0 ? problem.Place : places.GetValueOrDefault(path, "") };

    private static IEnumerable<(string Path, IRecipe Recipe)> Records(object? value, string path)
    {
        if (value is null || RecipeShape.IsScalar(value.GetType())) yield break;
        if (value is IRecipe recipe) yield return (path, recipe);
        foreach (var (name, below) in Below(value))
            foreach (var found in Records(below, path.Length == 0 ? name : $"{path}.{name}"))
                yield return found;
    }

    private static IEnumerable<(string Name, object? Value)> Below(object value) => value switch
    {
        IDictionary names => names.Keys.Cast<string>().Select(name => (name, names[name])),
        IEnumerable items => items.Cast<object?>().Select((item, i) => ($"{i}", item)),
        _ => RecipeKey.Of(value.GetType()).Select(key => (key.Name, key.Property.GetValue(value))),
    };
}
