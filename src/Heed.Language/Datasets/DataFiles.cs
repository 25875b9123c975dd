using Heed.Language.Datasets.Folders;

namespace Heed.Language.Datasets;

/// <summary>
/// The files a path names: itself, or data files of a folder in ordinal order of their relative paths. Of a folder with configurations and
/// splits these are the files of one split; of another all files, recursively. Hidden files and folders are left out; the other files are listed as ignored.
/// </summary>
public sealed record DataFiles(string Root, IReadOnlyList<string> Files, IReadOnlyList<string> Ignored)
{
    /// <summary>The endings of file names Heed reads; those of texts also packed, with <see cref="Packed"/> after them.</summary>
    public static readonly IReadOnlyList<string> Endings = [".txt", ".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet", ".arrow"];

    public static readonly IReadOnlyList<string> Packed = [".gz", ".zst"];

    private static readonly string[] Metadata = ["dataset_info.json", "dataset_infos.json", "dataset_dict.json", "state.json"];

    /// <exception cref="DatasetException">Nothing is there, or nothing that can be read.</exception>
    public static DataFiles Of(string path, DatasetPart? part = null)
    {
        if (File.Exists(path))
            return EndingOf(path) is null ? throw new DatasetException(path, null, $"expected a file that ends in {Known}; found another ending: rename it, or convert it to one of these")
                : part is { Config: null, Split: null } or null ? new(Path.GetDirectoryName(Path.GetFullPath(path))!, [path], [])
                : throw new DatasetException(path, null, "a configuration and a split belong to a folder; this is a file");
        if (!Directory.Exists(path)) throw new DatasetException(path, null, "no such file or folder; check the path");

        var all = InFolder(path);
        var files = DatasetFolder.Open(path) is { } folder ? folder.Files(part ?? new())
            : part?.Config is { } config ? throw new DatasetException(path, null, $"there is no configuration '{config}': the folder's README.md names none")
            : part?.Split is { } split ? SplitNames.Of(path, all.Where(f => EndingOf(f) is not null), split)
            : all.Where(f => EndingOf(f) is not null).ToList();
        if (files.Count == 0) throw new DatasetException(path, null, $"expected files that end in {Known}; found {all.Count} others: rename or convert them");
        return new(path, files, [.. all.Except(files)]);
    }

    /// <summary>The kind of a file by its name: one of <see cref="Endings"/>, or null.</summary>
    public static string? EndingOf(string file)
    {
        if (Metadata.Contains(Path.GetFileName(file))) return null;
        var name = PackingOf(file) is { } packing ? file[..^packing.Length] : file;
        var ending = Endings.FirstOrDefault(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase));
        return ending is ".parquet" or ".arrow" && name.Length != file.Length ? null : ending;
    }

    /// <summary>How a file is packed, by its name: one of <see cref="Packed"/>, or null.</summary>
    public static string? PackingOf(string file) => Packed.FirstOrDefault(p => file.EndsWith(p, StringComparison.OrdinalIgnoreCase));

    /// <summary>A file's path from the root on, with forward slashes: the same wherever the data lie.</summary>
    public string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    /// <summary>All files of a folder, but hidden ones, in ordinal order of their relative paths.</summary>
    internal static List<string> InFolder(string path) =>
        [.. Directory.EnumerateFiles(path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden })
            .OrderBy(f => Path.GetRelativePath(path, f), StringComparer.Ordinal)];

    private static string Known => $"{string.Join(", ", Endings)} (or {string.Join(", ", Packed)})";
}
