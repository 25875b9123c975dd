using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Heed.Language.Tests.Hub;

/// <summary>A hub with one repository, in what it answers like the real one: commit of a revision, pages of its tree, files with ranges and ETags.</summary>
internal sealed class FakeHub : IDisposable
{
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly SortedDictionary<string, (byte[] Content, bool Large)> _files = new(StringComparer.Ordinal);

    public FakeHub() => Server = new LoopbackServer(r => Before?.Invoke(r) ?? Answer(r));

    public LoopbackServer Server { get; }

    /// <summary>What is answered instead; null: what a hub answers.</summary>
    public Func<LoopbackRequest, LoopbackReply?>? Before { get; set; }

    /// <summary>Entries added to the tree as they are.</summary>
    public List<string> Entries { get; } = [];

    public FakeHub With(string path, byte[] content, bool large = false)
    {
        _files[path] = (content, large);
        return this;
    }

    public FakeHub With(string path, string content) => With(path, Encoding.UTF8.GetBytes(content));

    public int Asked(string part) => Server.Requests.Count(r => r.Path.Contains(part, StringComparison.Ordinal));

    public void Dispose() => Server.Dispose();

    /// <summary>A file or the rest of it, as a hub or its store of large files gives it.</summary>
    public LoopbackReply Content(LoopbackRequest request, string path, int? cutAfter = null)
    {
        var content = _files[path].Content;
        var tag = ("ETag", $"\"{Hash(path)}\"");
        if (!request.Headers.TryGetValue("Range", out var range) || (request.Headers.TryGetValue("If-Range", out var known) && known != tag.Item2)) return new(200, content, cutAfter, tag);
        var from = int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture);
        return from >= content.Length ? new(416, []) : new(206, content[from..], cutAfter, tag, ("Content-Range", $"bytes {from}-{content.Length - 1}/{content.Length}"));
    }

    public string Hash(string path)
    {
        var (content, large) = _files[path];
        return Convert.ToHexStringLower(large ? SHA256.HashData(content) : CryptographicOperations.HashData(HashAlgorithmName.SHA1, [.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));
    }

    private LoopbackReply Answer(LoopbackRequest request)
    {
        if (request.Path.Contains("/revision/", StringComparison.Ordinal)) return Json($$"""{"sha": "{{Commit}}", "id": "o/n"}""");
        if (request.Path.Contains("/tree/", StringComparison.Ordinal)) return Tree(request);
        var mark = $"/resolve/{Commit}/";
        var path = request.Path.Contains(mark, StringComparison.Ordinal) ? Uri.UnescapeDataString(request.Path.Split(mark)[1]) : "";
        return _files.ContainsKey(path) ? Content(request, path) : new(404, []);
    }

    /// <summary>Two entries a page, as the link of the header leads on.</summary>
    private LoopbackReply Tree(LoopbackRequest request)
    {
        var entries = _files.Select(f => Entry(f.Key)).Concat(Entries.Select(e => JsonNode.Parse(e)!)).Prepend(new JsonObject { ["type"] = "directory", ["path"] = "data", ["oid"] = "x", ["size"] = 0 }).ToList();
        var page = request.Path.Contains("cursor=", StringComparison.Ordinal) ? int.Parse(request.Path.Split("cursor=")[1], CultureInfo.InvariantCulture) : 0;
        var body = Json(new JsonArray([.. entries.Skip(2 * page).Take(2)]).ToJsonString());
        return 2 * page + 2 >= entries.Count ? body : body with { Headers = [("Link", $"<{Server.Address}{request.Path.Split("&cursor")[0]}&cursor={page + 1}>; rel=\"next\"")] };
    }

    private JsonNode Entry(string path)
    {
        var (content, large) = _files[path];
        var entry = new JsonObject { ["type"] = "file", ["path"] = path, ["size"] = content.Length, ["oid"] = large ? new string('a', 40) : Hash(path) };
        if (large) entry["lfs"] = new JsonObject { ["oid"] = Hash(path), ["size"] = content.Length, ["pointerSize"] = 130 };
        return entry;
    }

    private static LoopbackReply Json(string text) => new(200, Encoding.UTF8.GetBytes(text), null, ("Content-Type", "application/json"));
}
