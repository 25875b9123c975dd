using System.Text.Json.Nodes;

namespace Heed.Language.Hub;

/// <summary>A file in a repository as the hub lists it.</summary>
/// <param name="Path">With forward slashes, from the repository's root on.</param>
/// <param name="Hash">SHA-256 of a large file's content; SHA-1 of git's blob otherwise.</param>
public sealed record HubFile(string Path, long Size, string Hash, bool Large)
{
    private static readonly string[] PickleEndings = [".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".joblib"];

    private static readonly System.Buffers.SearchValues<char> Outlawed = System.Buffers.SearchValues.Create(['\\', '\x7F', .. Enumerable.Range(0, 32).Select(i => (char)i), .. System.IO.Path.GetInvalidFileNameChars().Where(c => c != '/')]);

    /// <summary>Whether reading the file may run code that stands in it.</summary>
    public bool IsPickle => PickleEndings.Any(e => Path.EndsWith(e, StringComparison.OrdinalIgnoreCase));

    /// <exception cref="HubException">The entry is none, or its path could leave the folder it is written to.</exception>
    internal static HubFile Of(JsonNode? node, string repository)
    {
        if (node is not JsonObject entry || Text(entry["path"]) is not { } path || Number(entry["size"]) is not { } size || Text(entry["oid"]) is not { } oid)
            throw new HubException(repository, "the hub's list of files has an entry without path, size or hash");
        if (!IsSafe(path)) throw new HubException(repository, $"it lists the path '{path.Replace('\n', ' ')}', which leads out of a folder or names no file; nothing was downloaded");
        var large = entry["lfs"] as JsonObject;
        var hash = large is null ? oid : Text(large["oid"]) ?? "";
        if (hash.StartsWith("sha256:", StringComparison.Ordinal)) hash = hash[7..];
        if (size < 0 || hash.Length != (large is null ? 40 : 64) || !hash.All(char.IsAsciiHexDigit)) throw new HubException(repository, $"the hub's list gives '{path}' no size or hash that could be checked");
        return new(path, large is not null && Number(large["size"]) is { } whole ? whole : size, hash.ToLowerInvariant(), large is not null);
    }

    private static bool IsSafe(string path) => path.Length is > 0 and < 1024 && !path.AsSpan().ContainsAny(Outlawed)
        && path.Split('/').All(part => part.Length > 0 && part is not ("." or "..") && !part.Equals(".git", StringComparison.OrdinalIgnoreCase) && part[^1] is not ('.' or ' ') && part != HubDownload.Unfinished);

    internal static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static long? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;
}
