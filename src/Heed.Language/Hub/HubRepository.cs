using System.Text.RegularExpressions;

namespace Heed.Language.Hub;

public enum HubKind
{
    Model,
    Dataset
}

/// <summary>A repository on a hub at a revision: <c>hf://owner/name[@revision]</c>, <c>hf://datasets/owner/name[@revision]</c>.</summary>
/// <param name="Id">owner/name, or a name alone (the oldest repositories have no owner).</param>
/// <param name="Revision">A branch, a tag or a commit.</param>
public sealed partial record HubRepository(HubKind Kind, string Id, string Revision)
{
    public const string Scheme = "hf://", Main = "main";

    private const string Datasets = "datasets/", Models = "models/";

    /// <exception cref="HubException">The address is none.</exception>
    public static HubRepository Parse(string address)
    {
        if (!address.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) throw Wrong(address, $"it does not start with {Scheme}");
        var rest = address[Scheme.Length..].TrimEnd('/');
        if (rest.StartsWith("spaces/", StringComparison.Ordinal)) throw Wrong(address, "a space is a program; only models and datasets are downloaded");
        var kind = rest.StartsWith(Datasets, StringComparison.Ordinal) ? HubKind.Dataset : HubKind.Model;
        rest = kind == HubKind.Dataset ? rest[Datasets.Length..] : rest.StartsWith(Models, StringComparison.Ordinal) ? rest[Models.Length..] : rest;
        var at = rest.IndexOf('@', StringComparison.Ordinal);
        var (id, revision) = at < 0 ? (rest, Main) : (rest[..at], Uri.UnescapeDataString(rest[(at + 1)..]));
        if (!IdForm().IsMatch(id) || id.Contains("..", StringComparison.Ordinal) || id.Contains("--", StringComparison.Ordinal)) throw Wrong(address, $"'{id}' is no name of a repository");
        if (!RevisionForm().IsMatch(revision) || revision.Contains("..", StringComparison.Ordinal)) throw Wrong(address, $"'{revision}' is no name of a revision");
        return new(kind, id, revision);
    }

    public override string ToString() => $"{Scheme}{(Kind == HubKind.Dataset ? Datasets : "")}{Id}{(Revision == Main ? "" : "@" + Revision)}";

    /// <summary>Where the hub's interface keeps it, from its root on.</summary>
    internal string ApiPath => $"/api/{(Kind == HubKind.Dataset ? "datasets" : "models")}/{Id}";

    /// <summary>Where a file of it lies, from the hub's root on.</summary>
    internal string FilePath(string commit, string path) =>
        $"/{(Kind == HubKind.Dataset ? Datasets : "")}{Id}/resolve/{Uri.EscapeDataString(commit)}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";

    private static HubException Wrong(string address, string why) => new(address, $"expected {Scheme}owner/name[@revision] or {Scheme}datasets/owner/name[@revision]; {why}");

    [GeneratedRegex(@"\A(?:[\w-][\w.-]{0,95}/)?[\w-][\w.-]{0,95}\z", RegexOptions.ECMAScript)]
    private static partial Regex IdForm();

    [GeneratedRegex(@"\A[\w.][\w./-]{0,250}\z", RegexOptions.ECMAScript)]
    private static partial Regex RevisionForm();
}
