using System.Collections;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Heed.Runs.Recipes;

/// <summary>Writes a record as YAML: every key, in the order of declaration.</summary>
internal static class RecipeWriter
{
    public static string Write(object recipe)
    {
        using var text = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(Node(recipe, recipe.GetType()))).Save(text, assignAnchors: false);
        var yaml = text.ToString();
        const string end = "...\n";
        return yaml.EndsWith(end, StringComparison.Ordinal) ? yaml[..^end.Length] : yaml;
    }

    /// <param name="declared">The type of the key; where it stands for several, the record's kind is written.</param>
    private static YamlNode Node(object? value, Type declared) => value switch
    {
        null => new YamlScalarNode("null"),
        string text => new YamlScalarNode(text) { Style = ScalarText.NeedsQuotes(text) ? ScalarStyle.DoubleQuoted : ScalarStyle.Any },
        _ when RecipeShape.IsScalar(value.GetType()) => new YamlScalarNode(ScalarText.Format(value)),
        IDictionary names => Names(names, RecipeShape.NamedValue(declared)!),
        IEnumerable items => List(items, RecipeShape.Entry(declared)!),
        _ => Section(value, declared),
    };

    private static YamlMappingNode Names(IDictionary names, Type named)
    {
        var map = new YamlMappingNode();
        foreach (var name in names.Keys.Cast<string>().Order(StringComparer.Ordinal)) map.Add(Node(name, typeof(string)), Node(names[name], named));
        if (names.Count == 0) map.Style = MappingStyle.Flow;
        return map;
    }

    private static YamlSequenceNode List(IEnumerable items, Type entry)
    {
        var list = new YamlSequenceNode(items.Cast<object?>().Select(item => Node(item, entry)));
        list.Style = RecipeShape.IsScalar(entry) || list.Children.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block;
        return list;
    }

    private static YamlMappingNode Section(object record, Type declared)
    {
        var map = new YamlMappingNode();
        foreach (var (kind, type) in RecipeShape.Kinds(declared))
            if (type == record.GetType()) map.Add(RecipeShape.KindKey(declared), kind);
        foreach (var key in RecipeKey.Of(record.GetType())) map.Add(key.Name, Node(key.Property.GetValue(record), key.Type));
        return map;
    }
}
