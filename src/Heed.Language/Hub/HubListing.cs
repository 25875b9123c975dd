using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Heed.Language.Hub;

/// <summary>What a repository holds at one commit.</summary>
/// <param name="Commit">The commit that the revision names now: files are asked for by it, so that all are of one state.</param>
internal sealed partial record HubListing(string Commit, IReadOnlyList<HubFile> Files)
{
    private const int MostPages = 10_000, MostBytes = 64 << 20, MostFiles = 1_000_000;

    public static async Task<HubListing> Read(HubConnection hub, HubRepository repository, CancellationToken cancellation)
    {
        var name = repository.ToString();
        var (info, _) = await Page(hub, name, hub.Address($"{repository.ApiPath}/revision/{Uri.EscapeDataString(repository.Revision)}"), cancellation);
        var commit = info is JsonObject state && HubFile.Text(state["sha"]) is { } sha && CommitForm().IsMatch(sha) ? sha
            : throw new HubException(name, "the hub names no commit of the revision");
        var files = new List<HubFile>();
        Uri? next = hub.Address($"{repository.ApiPath}/tree/{commit}?recursive=true");
        for (var pages = 0; next is not null; pages++)
        {
            if (pages == MostPages || files.Count > MostFiles) throw new HubException(name, $"the list of files has more than {MostPages} pages or {MostFiles} files");
            (var page, next) = await Page(hub, name, next, cancellation);
            if (page is not JsonArray entries) throw new HubException(name, "the hub's list of files is none");
            files.AddRange(entries.Where(e => e is not JsonObject entry || HubFile.Text(entry["type"]) != "directory").Select(e => HubFile.Of(e, name)));
        }
        if (files.GroupBy(f => f.Path, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new HubException(name, $"the paths {string.Join(" and ", twice.Select(f => $"'{f.Path}'"))} would be one file on some disks");
        return new(commit, files);
    }

    private static Task<(JsonNode?, Uri?)> Page(HubConnection hub, string name, Uri address, CancellationToken cancellation) => hub.Retrying(name, async () =>
    {
        using var response = await hub.GetAsync(name, address, null, cancellation);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        using var whole = new MemoryStream();
        var chunk = new byte[1 << 16];
        for (int read; (read = await hub.ReadAsync(stream, chunk, cancellation)) > 0; whole.Write(chunk, 0, read))
            if (whole.Length > MostBytes) throw new HubException(name, $"an answer of more than {MostBytes >> 20} MiB is no list of files");
        try
        {
            return (JsonNode.Parse(whole.ToArray(), documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }), Next(hub, name, address, response));
        }
        catch (JsonException error)
        {
            throw new HubException(name, $"the hub's answer is no JSON; is {address.GetLeftPart(UriPartial.Authority)} a hub?", error);
        }
    }, () => 0, cancellation);

    /// <summary>The page after this one (RFC 8288: a link of the relation 'next').</summary>
    private static Uri? Next(HubConnection hub, string name, Uri address, HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Link", out var links) || NextLink().Match(string.Join(", ", links)) is not { Success: true } link) return null;
        var next = new Uri(address, link.Groups[1].Value);
        return hub.IsHub(next) ? next : throw new HubException(name, "the list of files goes on at another host, which is not followed");
    }

    [GeneratedRegex("<([^>]+)>\\s*;[^,]*\\brel=\"?next\"?")]
    private static partial Regex NextLink();

    [GeneratedRegex(@"\A[0-9a-f]{40,64}\z")]
    private static partial Regex CommitForm();
}
