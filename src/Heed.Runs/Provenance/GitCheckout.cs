namespace Heed.Runs.Provenance;

/// <summary>The commit that a folder's git checkout stands at, read from the files of <c>.git</c>.</summary>
public static class GitCheckout
{
    /// <summary>The commit's hash; null outside a checkout or before its first commit.</summary>
    public static string? Commit(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (GitFolder(Path.Combine(at.FullName, ".git")) is { } git)
                return Resolve(git, Path.Combine(git, "HEAD"));
        return null;
    }

    /// <summary>The .git folder itself, or the one that a work tree's or submodule's .git file points to.</summary>
    private static string? GitFolder(string path)
    {
        if (Directory.Exists(path)) return path;
        const string pointer = "gitdir: ";
        return Line(path) is { } line && line.StartsWith(pointer, StringComparison.Ordinal)
            ? Path.GetFullPath(line[pointer.Length..], Path.GetDirectoryName(path)!) : null;
    }

    private static string? Resolve(string git, string head)
    {
        const string reference = "ref: ";
        if (Line(head) is not { } line) return null;
        if (!line.StartsWith(reference, StringComparison.Ordinal)) return line;
        var name = line[reference.Length..];
        var shared = Line(Path.Combine(git, "commondir")) is { } common ? Path.GetFullPath(common, git) : git;
        return Line(Path.Combine(git, name)) ?? Line(Path.Combine(shared, name)) ?? Packed(Path.Combine(shared, "packed-refs"), name);
    }

    private static string? Packed(string file, string name) => !File.Exists(file) ? null
        : File.ReadLines(file).Where(line => line.EndsWith(" " + name, StringComparison.Ordinal)).Select(line => line.Split(' ')[0]).FirstOrDefault();

    private static string? Line(string file) => File.Exists(file) ? File.ReadLines(file).FirstOrDefault()?.Trim() : null;
}
