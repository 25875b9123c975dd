using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Heed.Language.Datasets.Folders;

/// <summary>Files of a split, as a pattern of paths.</summary>
internal sealed record CardFiles(string Split, string Pattern);

/// <summary>A configuration as the dataset card names it. Without files, splits are told from the names of the files in its folder.</summary>
internal sealed record CardConfig(string Name, string Folder, IReadOnlyList<CardFiles> Files, bool IsDefault);

/// <summary>The configurations in the YAML that begins a dataset's README.md, between two lines of '---'.</summary>
internal static class CardConfigs
{
    private const long MostBytes = 4 << 20;

    private const int MostDepth = 64;

    /// <summary>None where there is no card, or where it names none.</summary>
    /// <exception cref="DatasetException">The YAML is broken, or says something else than configurations.</exception>
    public static IReadOnlyList<CardConfig> Read(string file)
    {
        if (!File.Exists(file) || Block(file) is not { } block) return [];
        try
        {
            CheckDepth(file, block);
            var yaml = new YamlStream();
            yaml.Load(new StringReader(block));
            if (yaml.Documents is not [{ RootNode: YamlMappingNode card }] || Child(card, "configs") is not { } configs) return [];
            return [.. List(configs, "configs").Select(Config)];
        }
        catch (YamlException error)
        {
            throw new DatasetException(file, error.Start.Line + 1, $"the YAML at its start is broken: {error.Message}", error);
        }
        catch (BadRecordException bad)
        {
            throw new DatasetException(file, null, $"its 'configs' cannot be used: {bad.Message}", bad);
        }
    }

    /// <summary>Whether the file is a dataset card: it begins with YAML.</summary>
    public static bool IsCard(string file) => File.Exists(file) && Block(file) is not null;

    private static string? Block(string file)
    {
        if (new FileInfo(file).Length > MostBytes) throw new DatasetException(file, null, $"a dataset card of more than {MostBytes >> 20} MiB is none");
        using var reader = new StreamReader(file);
        if (reader.ReadLine()?.TrimEnd() != "---") return null;
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.TrimEnd() == "---") return string.Join('\n', lines);
            lines.Add(line);
        }
        return null;
    }

    /// <summary>The tree of the YAML is built by recursion; its events are not.</summary>
    private static void CheckDepth(string file, string block)
    {
        var parser = new Parser(new StringReader(block));
        for (var depth = 0; parser.MoveNext(); depth += parser.Current?.NestingIncrease ?? 0)
            if (depth > MostDepth) throw new DatasetException(file, null, $"the YAML at its start lies more than {MostDepth} deep; a dataset card does not");
    }

    private static CardConfig Config(YamlNode node)
    {
        var config = node as YamlMappingNode ?? throw new BadRecordException("a configuration is no mapping");
        var name = Text(Child(config, "config_name") ?? throw new BadRecordException("a configuration has no 'config_name'"), "config_name");
        var files = Child(config, "data_files") is { } given ? Files(given) : [];
        return new(name, Child(config, "data_dir") is { } folder ? Text(folder, "data_dir") : "", [.. files], Child(config, "default") is YamlScalarNode { Value: "true" or "True" });
    }

    /// <summary>A pattern, patterns, or {split, path} where a path is a pattern or patterns.</summary>
    private static IEnumerable<CardFiles> Files(YamlNode node) => node switch
    {
        YamlSequenceNode list => list.Children.SelectMany(Files),
        YamlMappingNode split => Paths(split).Select(p => new CardFiles(Child(split, "split") is { } name ? Text(name, "split") : "train", p)),
        _ => [new CardFiles("train", Text(node, "data_files"))]
    };

    private static IEnumerable<string> Paths(YamlMappingNode split) => (Child(split, "path") ?? throw new BadRecordException("'data_files' names a split without 'path'")) switch
    {
        YamlSequenceNode list => list.Children.Select(p => Text(p, "path")),
        var one => [Text(one, "path")]
    };

    private static YamlNode? Child(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    private static IEnumerable<YamlNode> List(YamlNode node, string what) => node is YamlSequenceNode list ? list.Children : throw new BadRecordException($"'{what}' is no list");

    private static string Text(YamlNode node, string what) => node is YamlScalarNode { Value: { Length: > 0 } text } ? text : throw new BadRecordException($"'{what}' is no text");
}
