using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Heed.Runs.Recipes;

/// <summary>Makes records of a tree, gathering every problem instead of stopping at the first.</summary>
internal sealed class RecipeBinder(RecipeTree tree)
{
    private readonly List<Problem> _problems = [.. tree.Problems];
    private readonly Dictionary<string, string> _places = [];

    /// <summary>The record, or null where <see cref="Problems"/> are left.</summary>
    public object? Bind(Type type)
    {
        if (!tree.Readable) return null;
        var record = Section(tree.Root, type, "", basis: null);
        if (record is not null) _problems.AddRange(RecipeRules.Broken(record, _problems.Select(p => p.Path).ToList(), _places));
        return _problems.Count == 0 ? record : null;
    }

    public IReadOnlyList<Problem> Problems => [.. _problems.Distinct()];

    /// <summary>A value of a type; null where it cannot be read (and a problem was reported) or is null.</summary>
    private object? Value(YamlNode node, Type type, string path, object? basis)
    {
        _places.TryAdd(path, tree.Place(node));
        if (RecipeShape.IsScalar(type)) return Scalar(node, Nullable.GetUnderlyingType(type) ?? type, path);
        if (RecipeShape.Entry(type) is { } entry) return List(node, type, entry, path);
        if (RecipeShape.NamedValue(type) is { } named) return Names(node, named, path);
        return Section(node, type, path, basis);
    }

    private object? Scalar(YamlNode node, Type type, string path)
    {
        // Quoted text is text, also where it looks like a number.
        if (node is YamlScalarNode scalar && (type == typeof(string) || scalar.Style == ScalarStyle.Plain)
            && ScalarText.Parse(scalar.Value ?? "", type) is { } value) return value;
        var remedy = type.IsEnum && node is YamlScalarNode word ? NearestName.Remedy(word.Value ?? "", RecipeShape.Words(type))
            : node is YamlScalarNode { Style: not ScalarStyle.Plain } ? "take the quotes away" : "";
        return Wrong(node, ScalarText.Describe(type), path, remedy.StartsWith("nearest", StringComparison.Ordinal) ? "" : remedy);
    }

    private object? List(YamlNode node, Type type, Type entry, string path)
    {
        if (node is not YamlSequenceNode list) return Wrong(node, "a list", path, "write [a, b] or one '- entry' a line");
        var items = (System.Collections.IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(entry))!;
        for (var i = 0; i < list.Children.Count; i++)
            if (NotNull(list.Children[i], entry, $"{path}.{i}", null) is { } item) items.Add(item);
        if (!type.IsArray) return items;
        var array = Array.CreateInstance(entry, items.Count);
        items.CopyTo(array, 0);
        return array;
    }

    private object? Names(YamlNode node, Type named, string path)
    {
        if (node is not YamlMappingNode map) return Wrong(node, "names with values", path, "");
        var items = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), named))!;
        foreach (var (key, value) in map.Children)
            if (NotNull(value, named, Below(path, Text(key)), null) is { } item) items.Add(Text(key), item);
        return items;
    }

    private object? NotNull(YamlNode node, Type type, string path, object? basis) => IsNull(node)
        ? Wrong(node, RecipeShape.IsScalar(type) ? ScalarText.Describe(type) : "a value", path, "") : Value(node, type, path, basis);

    /// <param name="basis">What keys that are not written take their values from; null: a new record.</param>
    private object? Section(YamlNode node, Type type, string path, object? basis)
    {
        if (node is not YamlMappingNode map) return Wrong(node, "a section of keys", path, "");
        var kinds = RecipeShape.Kinds(type);
        var record = kinds.Count == 0 ? type : Kind(map, type, kinds, path, basis);
        if (record is null) return null;
        if (basis?.GetType() != record) basis = null;
        var made = RecipeShape.New(record);
        var keys = RecipeKey.Of(record);
        foreach (var key in keys) Fill(made, key, map, path, basis);
        var known = keys.Select(k => k.Name).Concat(kinds.Count == 0 ? [] : [RecipeShape.KindKey(type)]).ToList();
        foreach (var unknown in map.Children.Keys.Where(k => !known.Contains(Text(k))))
            Report(Below(path, Text(unknown)), "unknown key", NearestName.Remedy(Text(unknown), known), tree.Place(unknown));
        return made;
    }

    private Type? Kind(YamlMappingNode map, Type type, IReadOnlyDictionary<string, Type> kinds, string path, object? basis)
    {
        var key = RecipeShape.KindKey(type);
        if (!map.Children.TryGetValue(new YamlScalarNode(key), out var node))
        {
            if (basis is not null) return basis.GetType();
            Report(Below(path, key), "is missing", "choose one of " + string.Join(", ", kinds.Keys), tree.Place(map));
            return null;
        }
        if (kinds.TryGetValue(Text(node), out var record)) return record;
        Wrong(node, "one of " + string.Join(", ", kinds.Keys), Below(path, key), "");
        return null;
    }

    private void Fill(object made, RecipeKey key, YamlMappingNode map, string path, object? basis)
    {
        var own = Below(path, key.Name);
        if (!map.Children.TryGetValue(new YamlScalarNode(key.Name), out var node))
        {
            if (basis is not null) key.Property.SetValue(made, key.Property.GetValue(basis));
            else if (key.Required) Report(own, "is missing and has no default", "add it", tree.Place(map));
            return;
        }
        if (IsNull(node) && key.Nullable) key.Property.SetValue(made, null);
        else if (IsNull(node)) Wrong(node, RecipeShape.IsScalar(key.Type) ? ScalarText.Describe(key.Type) : "a value", own, "delete the key to take the default");
        else if (Value(node, key.Type, own, key.Property.GetValue(basis ?? made)) is { } value) key.Property.SetValue(made, value);
    }

    private object? Wrong(YamlNode node, string expected, string path, string remedy)
    {
        Report(path, $"expected {expected}, found {RecipeTree.Kind(node)}", remedy, tree.Place(node));
        return null;
    }

    private void Report(string path, string message, string remedy, string place) =>
        _problems.Add(new Problem(path, message, remedy) { Place = place });

    private static bool IsNull(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain } scalar && ScalarText.IsNull(scalar.Value ?? "");

    private static string Text(YamlNode node) => (node as YamlScalarNode)?.Value ?? node.ToString();

    private static string Below(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
