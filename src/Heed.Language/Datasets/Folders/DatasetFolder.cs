namespace Heed.Language.Datasets.Folders;

/// <summary>One split of one configuration, and its files.</summary>
internal sealed record DatasetSplit(string Config, string Split, IReadOnlyList<string> Files);

/// <summary>
/// A dataset folder in Hugging Face's layout: its README.md names configurations, splits and the files of each, or the library saved
/// it (dataset_dict.json), or names of files tell the splits of one that has a card. The default is the configuration marked so or named 'default' or the only one, and of it the split 'train'.
/// </summary>
internal sealed class DatasetFolder
{
    private const string Default = "default", Train = "train";

    private readonly string _path;
    private readonly string? _marked;

    private DatasetFolder(string path, IReadOnlyList<DatasetSplit> splits, string? marked) => (_path, Splits, _marked) = (path, splits, marked);

    public IReadOnlyList<DatasetSplit> Splits { get; }

    /// <summary>Null where the folder names neither configurations nor splits.</summary>
    /// <exception cref="DatasetException">README.md or dataset_dict.json is broken, leaves the folder, or names files that are not there.</exception>
    public static DatasetFolder? Open(string path)
    {
        if (CardConfigs.Read(Path.Combine(path, "README.md")) is { Count: > 0 } configs)
            return new(path, [.. configs.SelectMany(c => Resolved(path, c))], configs.FirstOrDefault(c => c.IsDefault)?.Name);
        return (SavedDataset.Splits(path) ?? NamedSplits(path)) is { } splits ? new(path, splits, null) : null;
    }

    /// <summary>Of a card without configurations: the splits that the names of files tell, where they tell several.</summary>
    private static List<DatasetSplit>? NamedSplits(string path)
    {
        if (!CardConfigs.IsCard(Path.Combine(path, "README.md"))) return null;
        var groups = SplitNames.Group(path, DataFiles.InFolder(path).Where(f => DataFiles.EndingOf(f) is not null));
        return groups.Count > 1 ? [.. groups.Select(g => new DatasetSplit(Default, g.Split, g.Files))] : null;
    }

    /// <summary>The files of a part.</summary>
    /// <exception cref="DatasetException">There is no such part, or it must be named.</exception>
    public IReadOnlyList<string> Files(DatasetPart part)
    {
        var config = part.Config ?? DefaultConfig();
        var splits = Splits.Where(s => s.Config == config).ToList();
        if (splits.Count == 0) throw new DatasetException(_path, null, $"there is no configuration '{config}'; the folder has {Names(s => s.Config)}");
        var split = part.Split ?? (splits.Count == 1 ? splits[0].Split : Train);
        return splits.FirstOrDefault(s => s.Split == split)?.Files
            ?? throw new DatasetException(_path, null, $"configuration '{config}' has no split '{split}'; it has {string.Join(", ", splits.Select(s => s.Split))}: name one (--split)");
    }

    private string DefaultConfig()
    {
        if (_marked is not null) return _marked;
        var names = Splits.Select(s => s.Config).Distinct().ToList();
        return names.Count == 1 ? names[0] : names.FirstOrDefault(n => n == Default)
            ?? throw new DatasetException(_path, null, $"the folder has several configurations and none is the default: name one (--config) of {Names(s => s.Config)}");
    }

    private string Names(Func<DatasetSplit, string> name) => string.Join(", ", Splits.Select(name).Distinct());

    private static IEnumerable<DatasetSplit> Resolved(string path, CardConfig config)
    {
        if (config.Files.Count > 0) return config.Files.GroupBy(f => f.Split).Select(g => new DatasetSplit(config.Name, g.Key, Matched(path, config, g)));
        var root = config.Folder.Length == 0 ? path : PathPattern.Inside(path, config.Folder);
        var files = Directory.Exists(root) ? DataFiles.InFolder(root).Where(f => DataFiles.EndingOf(f) is not null).ToList() : [];
        if (files.Count == 0) throw new DatasetException(Path.Combine(path, "README.md"), null, $"configuration '{config.Name}' has no data files in '{config.Folder}'");
        return SplitNames.Group(root, files).Select(g => new DatasetSplit(config.Name, g.Split, g.Files));
    }

    private static List<string> Matched(string path, CardConfig config, IEnumerable<CardFiles> patterns)
    {
        var files = new List<string>();
        foreach (var (_, pattern) in patterns)
        {
            var whole = config.Folder.Length == 0 ? pattern : $"{config.Folder.TrimEnd('/')}/{pattern}";
            var found = PathPattern.Files(path, whole);
            if (found.Count == 0) throw new DatasetException(Path.Combine(path, "README.md"), null, $"configuration '{config.Name}' names '{whole}', but there is no such file; download the whole dataset");
            files.AddRange(found.Except(files));
        }
        return files;
    }
}
