using System.CommandLine;
using Heed.Feedback.Assignment;
using Heed.Feedback.Items;
using Heed.Labelling;
using Heed.Runs;

namespace Heed.Cli.Commands;

/// <summary>The options that all ways to open a labelling site share. Secrets come from the environment, never from the command line.</summary>
internal sealed class SiteArguments(string database = "label.db")
{
    private readonly Option<string> _database = new("--database") { Description = "The record: a SQLite file, or postgres://user:password@host/database.", DefaultValueFactory = _ => database };
    private readonly Option<string?> _round = new("--round") { Description = "A round's folder, such as runs/quickstart-1: its record is the database, and its comparisons are asked, what the votes leave most open first." };
    private readonly Option<string> _project = new("--project") { Description = "Short name of the project.", DefaultValueFactory = _ => "main" };
    private readonly Option<int> _overlap = new("--overlap") { Description = "Raters an item; applies to a project that is made now.", DefaultValueFactory = _ => 1 };
    private readonly Option<int> _pairs = new("--pairs-per-prompt") { Description = "Comparisons of each prompt's responses where there are more than two; 0 asks for one ranking of all.", DefaultValueFactory = _ => 2 };
    private readonly Option<string?> _form = new("--form") { Description = "A form of your own (YAML): the questions of items that name no kind, and of form items without a form." };
    private readonly Option<string> _host = new("--host") { Description = "IP address to listen at; this machine alone unless told otherwise.", DefaultValueFactory = _ => "127.0.0.1" };
    private readonly Option<int> _port = new("--port") { Description = "Port to listen at; 0 takes a free one.", DefaultValueFactory = _ => 5080 };
    private readonly Option<string?> _public = new("--public-address") { Description = "How people reach the site, where a proxy stands before it: https://label.example.org" };
    private readonly Option<string[]> _proxies = new("--trusted-proxy") { Description = "A proxy on another machine whose X-Forwarded-For and X-Forwarded-Proto are believed: an address or a network (10.0.0.0/8). Again for another one." };
    private readonly Option<bool> _production = new("--production") { Description = "Refuse default secrets (HEED_SECRET, the database's password) and cookies without TLS." };
    private readonly Option<string?> _authority = new("--oidc-authority") { Description = "OpenID Connect provider to sign in with; its client secret is HEED_OIDC_SECRET." };
    private readonly Option<string> _client = new("--oidc-client") { Description = "The site's client id there.", DefaultValueFactory = _ => "heed" };
    private readonly Option<string?> _drafts = new("--draft-endpoint") { Description = "OpenAI-compatible endpoint that drafts demonstrations, such as http://127.0.0.1:8000/v1; its key is HEED_DRAFT_KEY." };
    private readonly Option<string> _model = new("--draft-model") { Description = "Name of the model there.", DefaultValueFactory = _ => "default" };

    /// <param name="round">Whether the command takes items: of a round's record, or of a file.</param>
    public void AddTo(Command command, bool round = false)
    {
        if (round)
        {
            command.Add(_round);
            command.Add(_form);
        }
        foreach (var option in new Option[] { _database, _project, _overlap, _pairs, _host, _port, _public, _proxies, _production, _authority, _client, _drafts, _model }) command.Add(option);
    }

    /// <summary>The folder of the round to ask about, or null.</summary>
    public string? Round(ParseResult parsed) => parsed.GetResult(_round) is null ? null : parsed.GetValue(_round);

    public string Database(ParseResult parsed)
    {
        if (Round(parsed) is not { } round) return parsed.GetValue(_database)!;
        var record = Path.Combine(round, QuickstartCommand.Record);
        return File.Exists(record) ? record
            : throw new RecipeException("command line", [new Problem("--round", $"expected a round's folder, which holds {QuickstartCommand.Record}, found {round}", "name a folder that 'heed quickstart' wrote, such as runs/quickstart-1")]);
    }

    public int Pairs(ParseResult parsed) => parsed.GetValue(_pairs);

    /// <summary>The form for items without one, or null.</summary>
    public Form? Form(ParseResult parsed) => parsed.GetValue(_form) is { } file ? Recipe.Load<Form>(file, []) : null;

    /// <summary>A project under the name and with the overlap that were asked for, if any were.</summary>
    public FeedbackProject Named(ParseResult parsed, FeedbackProject project)
    {
        if (parsed.GetResult(_project) is { Implicit: false }) project = project with { Id = parsed.GetValue(_project)!, Name = parsed.GetValue(_project)! };
        return parsed.GetResult(_overlap) is { Implicit: false } ? project with { Overlap = parsed.GetValue(_overlap) } : project;
    }

    public FeedbackProject Project(ParseResult parsed)
    {
        var (id, overlap) = (parsed.GetValue(_project)!, parsed.GetValue(_overlap));
        return Round(parsed) is { } round
            ? new FeedbackProject(id, Path.GetFileName(Path.GetFullPath(round))) { Overlap = overlap, SharedShare = 0, Selection = Selection.Active }
            : new FeedbackProject(id, id) { Overlap = overlap, SharedShare = overlap > 1 ? 0 : 0.15 };
    }

    public LabellingOptions Options(ParseResult parsed, Terminal terminal)
    {
        var options = new LabellingOptions
        {
            Database = Database(parsed),
            Host = parsed.GetValue(_host)!,
            Port = parsed.GetValue(_port),
            PublicAddress = parsed.GetValue(_public),
            TrustedProxies = parsed.GetValue(_proxies) ?? [],
            Production = parsed.GetValue(_production),
            OpenIdConnect = parsed.GetValue(_authority) is { } authority ? new OpenIdConnectSettings(authority, parsed.GetValue(_client)!, Environment.GetEnvironmentVariable("HEED_OIDC_SECRET")) : null,
            Drafts = parsed.GetValue(_drafts) is { } endpoint ? new DraftModel(endpoint, parsed.GetValue(_model)!, Environment.GetEnvironmentVariable("HEED_DRAFT_KEY")) : null,
            Clock = terminal.Clock,
            Log = terminal.Error,
        };
        return Environment.GetEnvironmentVariable("HEED_SECRET") is { Length: > 0 } secret ? options with { Secret = secret } : options;
    }
}
