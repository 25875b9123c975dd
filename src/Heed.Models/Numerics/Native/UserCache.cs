namespace Heed.Models.Numerics.Native;

/// <summary>What is measured or made once for a user: <c>$XDG_CACHE_HOME/heed</c>, <c>~/.cache/heed</c>, or a temporary folder where neither can be written.</summary>
public static class UserCache
{
    public static string Folder(string name)
    {
        string?[] roots =
        [
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME"),
            Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home ? Path.Combine(home, ".cache") : null,
            Path.Combine(Path.GetTempPath(), $"heed-{Environment.UserName}"),
        ];
        foreach (var root in roots)
            if (!string.IsNullOrEmpty(root) && TryCreate(Path.Combine(root, "heed", name)) is { } folder) return folder;
        throw new UnsupportedPlatformException("No cache folder can be written: expected XDG_CACHE_HOME, HOME or the temporary folder to be writable.");
    }

    private static string? TryCreate(string folder)
    {
        try
        {
            return Directory.CreateDirectory(folder).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
