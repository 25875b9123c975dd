namespace Heed.Language.Datasets.Folders;

/// <summary>Splits told from the words in names of files and folders, as the datasets library does: train, validation (dev, valid, val), test (eval).</summary>
internal static class SplitNames
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["train"] = "train",
        ["training"] = "train",
        ["validation"] = "validation",
        ["valid"] = "validation",
        ["val"] = "validation",
        ["dev"] = "validation",
        ["test"] = "test",
        ["testing"] = "test",
        ["eval"] = "test",
        ["evaluation"] = "test",
    };

    private static readonly char[] Borders = [' ', '.', '_', '-', '/', .. "0123456789"];

    /// <summary>The files of every split. Files that name none are 'train' where none does.</summary>
    public static IReadOnlyList<(string Split, IReadOnlyList<string> Files)> Group(string root, IEnumerable<string> files)
    {
        var named = files.Select(f => (File: f, Split: SplitOf(Path.GetRelativePath(root, f).Replace('\\', '/')))).ToList();
        if (named.All(n => n.Split is null)) return [("train", [.. named.Select(n => n.File)])];
        return [.. named.Where(n => n.Split is not null).GroupBy(n => n.Split!).Select(g => (g.Key, (IReadOnlyList<string>)[.. g.Select(n => n.File)]))];
    }

    /// <exception cref="DatasetException">No file is of the split.</exception>
    public static IReadOnlyList<string> Of(string root, IEnumerable<string> files, string split)
    {
        var groups = Group(root, files);
        return groups.FirstOrDefault(g => g.Split == split).Files
            ?? throw new DatasetException(root, null, $"no file is of the split '{split}'; by their names there are {string.Join(", ", groups.Select(g => g.Split))}");
    }

    // The file's own name decides; where it says nothing, the folder nearest to it.
    private static string? SplitOf(string path) => path.Split('/').Reverse().Select(part => part.Split(Borders, StringSplitOptions.RemoveEmptyEntries)
        .Select(word => Words.GetValueOrDefault(word)).FirstOrDefault(split => split is not null)).FirstOrDefault(split => split is not null);
}
