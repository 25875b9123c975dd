namespace Heed.Language.Datasets;

/// <summary>
/// The files a path names: itself, or all data files of a folder, recursively, in ordinal order of their relative paths. Hidden files and
/// folders are left out; files of other kinds are listed as ignored.
/// </summary>
public sealed record DataFiles(string Root, IReadOnlyList<string> Files, IReadOnlyList<string> Ignored)
{
    /// <summary>The endings of file names Heed reads; each but Parquet also with .gz.</summary>
    public static readonly IReadOnlyList<string> Endings = [".txt", ".jsonl", ".json", ".parquet"];

    /// <exception cref="DatasetException">Nothing is there, or nothing that can be read.</exception>
    public static DataFiles Of(string path)
    {
        if (File.Exists(path))
            return EndingOf(path) is not null ? new(Path.GetDirectoryName(Path.GetFullPath(path))!, [path], [])
                : throw new DatasetException(path, null, $"expected a file that ends in {Known}; found another ending: rename it, or convert it to one of these");
        if (!Directory.Exists(path)) throw new DatasetException(path, null, "no such file or folder; check the path");

        var all = Directory.EnumerateFiles(path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden })
            .OrderBy(f => Path.GetRelativePath(path, f), StringComparer.Ordinal).ToList();
        var readable = all.Where(f => EndingOf(f) is not null).ToList();
        if (readable.Count == 0) throw new DatasetException(path, null, $"expected files that end in {Known}; found {all.Count} others: rename or convert them");
        return new(path, readable, [.. all.Where(f => EndingOf(f) is null)]);
    }

    /// <summary>The kind of a file by its name: one of <see cref="Endings"/>, or null.</summary>
    public static string? EndingOf(string file)
    {
        var name = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file;
        var ending = Endings.FirstOrDefault(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase));
        return ending == ".parquet" && name.Length != file.Length ? null : ending;
    }

    /// <summary>A file's path from the root on, with forward slashes: the same wherever the data lie.</summary>
    public string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    private static string Known => string.Join(", ", Endings) + " (or .gz)";
}
