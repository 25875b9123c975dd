using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Heed.Runs.Recipes;

/// <summary>The YAML of a recipe with overrides laid over it; knows where each node was written.</summary>
internal sealed class RecipeTree
{
    private const string File = "(file)";

    private readonly Dictionary<YamlNode, string> _places = new(ReferenceEqualityComparer.Instance);
    private readonly List<Problem> _problems = [];

    public RecipeTree(string yaml, IReadOnlyList<string> overrides)
    {
        Root = Parse(yaml) ?? new YamlMappingNode();
        foreach (var text in overrides) Override(text);
    }

    public YamlMappingNode Root { get; }

    /// <summary>Whether the text is YAML with keys and values.</summary>
    public bool Readable => !_problems.Any(p => p.Path == File);

    /// <summary>What is wrong with the text and the overrides themselves.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Where a node was written.</summary>
    public string Place(YamlNode node) => _places.TryGetValue(node, out var place) ? place : node.Start.Line > 0 ? $"line {node.Start.Line}" : "";

    private YamlMappingNode? Parse(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents.Count > 1) Report(File, $"expected one YAML document, found {stream.Documents.Count}", "delete all but one", "");
            if (stream.Documents.Count == 0) return null;
            if (stream.Documents[0].RootNode is YamlMappingNode root) return root;
            if (stream.Documents[0].RootNode is YamlScalarNode scalar && ScalarText.IsNull(scalar.Value ?? "")) return null;
            Report(File, "expected keys with values, found " + Kind(stream.Documents[0].RootNode), "write lines such as 'seed: 1'", "line 1");
        }
        catch (YamlException problem)
        {
            Report(File, "not readable as YAML: " + problem.Message, "", $"line {Math.Max(problem.Start.Line, problem.End.Line)}");
        }
        return null;
    }

    /// <summary>Lays <c>a.b.0.c=value</c> over the tree; numbers enter lists.</summary>
    private void Override(string text)
    {
        var cut = text.IndexOf('=', StringComparison.Ordinal);
        if (cut <= 0)
        {
            Report(text, "expected --set key=value", "write for example --set optimizer.learning_rate=1e-3", "--set");
            return;
        }
        var path = text[..cut].Trim();
        var value = Value(text[(cut + 1)..].Trim());
        if (value is null) Report(path, $"'{text[(cut + 1)..]}' is not readable as YAML", "close every bracket and quote", "--set");
        else Place(path, path.Split('.'), value);
    }

    private void Place(string path, string[] parts, YamlNode value)
    {
        YamlNode node = Root;
        for (var i = 0; i < parts.Length; i++)
        {
            var next = i == parts.Length - 1 ? value : null;
            if (node is YamlMappingNode map) node = Enter(map, parts[i], next);
            else if (node is YamlSequenceNode list && int.TryParse(parts[i], out var index) && index >= 0 && index < list.Children.Count)
                node = list.Children[index] = next ?? Own(list.Children[index]);
            else
            {
                var above = string.Join('.', parts[..i]);
                var remedy = node is YamlSequenceNode entries ? $"entries are 0 to {entries.Children.Count - 1}" : $"write out {above} in full: --set {above}=…";
                Report(path, $"{above} is {Kind(node)}: '{parts[i]}' cannot be set in it", remedy, "--set");
                return;
            }
        }
    }

    /// <summary>The node below a key, made where it is missing or null, or replaced by a value.</summary>
    private YamlNode Enter(YamlMappingNode map, string key, YamlNode? value)
    {
        var name = new YamlScalarNode(key);
        if (value is null && map.Children.TryGetValue(name, out var found) && Kind(found) != "nothing") return map.Children[name] = Own(found);
        value ??= Mark(new YamlMappingNode());
        map.Children.Remove(name);
        map.Children.Add(Mark(name), value);
        return value;
    }

    /// <summary>A copy of a node that an alias may share, so that an override changes one place.</summary>
    private YamlNode Own(YamlNode node)
    {
        YamlNode own = node switch
        {
            YamlMappingNode map => new YamlMappingNode(map.Children),
            YamlSequenceNode list => new YamlSequenceNode(list.Children),
            _ => node,
        };
        _places[own] = Place(node);
        return own;
    }

    /// <summary>Lists, mappings and quoted text are YAML; anything else is the text as it stands, whatever characters it holds.</summary>
    private YamlNode? Value(string text)
    {
        if (text.Length == 0 || text[0] is not ('[' or '{' or '"' or '\'')) return Mark(new YamlScalarNode(text) { Style = ScalarStyle.Plain });
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return Mark(stream.Documents[0].RootNode);
        }
        catch (YamlException)
        {
            return null;
        }
    }

    private YamlNode Mark(YamlNode node)
    {
        foreach (var below in node.AllNodes) _places[below] = "--set";
        return node;
    }

    private void Report(string path, string message, string remedy, string place) => _problems.Add(new Problem(path, message, remedy) { Place = place });

    /// <summary>What a node is, for messages.</summary>
    public static string Kind(YamlNode node) => node switch
    {
        YamlMappingNode => "a section",
        YamlSequenceNode => "a list",
        YamlScalarNode { Style: ScalarStyle.Plain } scalar when ScalarText.IsNull(scalar.Value ?? "") => "nothing",
        YamlScalarNode scalar => $"'{scalar.Value}'",
        _ => node.NodeType.ToString(),
    };
}
