using System.CommandLine;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Store;
using Heed.Labelling;
using Heed.Labelling.Loading;
using Heed.Runs;

namespace Heed.Cli.Commands;

/// <summary>heed label [demo | seed]: the site where people answer.</summary>
internal static class LabelCommand
{
    public static Command Create(Terminal terminal)
    {
        var site = new SiteArguments();
        var items = new Option<string?>("--items") { Description = "Items to add, JSON lines: candidates.jsonl of 'heed generate', or prompts with responses." };
        var invitations = new Option<int>("--invitations") { Description = "Links for raters to print, each for one person.", DefaultValueFactory = _ => 3 };
        var anew = new Option<bool>("--new-admin-link") { Description = "Print a link that makes another administrator, for instance where a password is lost." };
        var command = new Command("label", "The site where people answer: comparisons, rankings, ratings, corrections, demonstrations.") { items, invitations, anew };
        site.AddTo(command, round: true);
        command.SetAction(parsed => new StageRunner(terminal).Run(false, cancel => Serve(terminal, site, parsed, async opening =>
        {
            var project = site.Project(parsed);
            if (parsed.GetValue(items) is null && site.Round(parsed) is null) await opening.AddAsync(project, []);
            else terminal.Error.WriteLine($"{await FillAsync(opening, project, site, parsed, parsed.GetValue(items), cancel):N0} new items in project {project.Id}");
            await GreetAsync(terminal, opening, project.Id, parsed.GetValue(invitations), parsed.GetValue(anew));
        }, cancel), _ => []));
        command.Add(Demo(terminal));
        command.Add(Seed(terminal));
        return command;
    }

    private static Command Demo(Terminal terminal)
    {
        var site = new SiteArguments("label-demo.db");
        var command = new Command("demo", "A small project with every kind of item, practice and known answers, to look around in.");
        site.AddTo(command);
        command.SetAction(parsed => new StageRunner(terminal).Run(false, cancel => Serve(terminal, site, parsed, async opening =>
        {
            var project = site.Named(parsed, DemoProject.Project);
            await opening.AddAsync(project, DemoProject.Items());
            await GreetAsync(terminal, opening, project.Id, 3, anew: false);
        }, cancel), _ => []));
        return command;
    }

    private static Command Seed(Terminal terminal)
    {
        var site = new SiteArguments();
        var items = new Option<string?>("--items") { Description = "Items to add, JSON lines; needed without --round." };
        var raters = new Option<int>("--raters") { Description = "Raters to make, each with an API key.", DefaultValueFactory = _ => 3 };
        var actor = new Option<ActorKind>("--actor") { Description = "Whose answers the keys send; a dataset holds people's alone unless asked for more.", DefaultValueFactory = _ => ActorKind.Human };
        var json = new Option<bool>("--json") { Description = "Print one JSON object on one line: address, admin link, keys." };
        var only = new Option<bool>("--no-serve") { Description = "Fill the database and end; without it the site runs until it is stopped." };
        var command = new Command("seed", "Fills a project for programs: items, raters with keys; prints the secrets on standard output alone and serves the site.") { items, raters, actor, json, only };
        site.AddTo(command, round: true);
        command.SetAction(parsed => new StageRunner(terminal).Run(false, cancel => Serve(terminal, site, parsed, async opening =>
        {
            var project = site.Project(parsed);
            if (parsed.GetValue(items) is null && site.Round(parsed) is null)
                throw new RecipeException("command line", [new Problem("--items", "there is nothing to ask", "name a file of items by --items, or a round's folder by --round")]);
            var added = await FillAsync(opening, project, site, parsed, parsed.GetValue(items), cancel);
            var seeded = await opening.SeedAsync(project.Id, parsed.GetValue(raters), parsed.GetValue(actor));
            var admin = await opening.AdminLinkAsync(project.Id, anew: true);
            var summary = new SeedSummary(opening.Address, admin!, site.Database(parsed), project.Id, added, [.. seeded.Select(r => r.Key)], await opening.ExportKeyAsync(project.Id), await opening.FeedbackKeyAsync(project.Id), seeded);
            if (parsed.GetValue(json)) terminal.Out.WriteLine(summary.ToJson());
            else foreach (var line in summary.Lines()) terminal.Out.WriteLine(line);
        }, cancel, serve: !parsed.GetValue(only)), _ => []));
        return command;
    }

    /// <summary>Adds a round's comparisons and a file's items, as far as they are named; returns how many were new.</summary>
    private static async Task<int> FillAsync(SiteOpening opening, FeedbackProject project, SiteArguments site, ParseResult parsed, string? items, CancellationToken cancel)
    {
        var added = 0;
        if (site.Round(parsed) is not null) added += await opening.AddRecordedAsync(project, cancel);
        if (items is not null) added += await opening.AddAsync(project, SiteOpening.Items(items, site.Pairs(parsed), 1, site.Form(parsed)));
        return added;
    }

    /// <summary>Starts the site, does what comes first, and runs until it is stopped.</summary>
    private static bool Serve(Terminal terminal, SiteArguments site, ParseResult parsed, Func<SiteOpening, Task> first, CancellationToken cancel, bool serve = true)
    {
        ServeAsync().GetAwaiter().GetResult();
        return true;

        async Task ServeAsync()
        {
            var options = site.Options(parsed, terminal);
            using var store = await FeedbackStore.OpenAsync(options.Database, terminal.Clock, cancellation: cancel);
            await using var app = await LabellingSite.BuildAsync(options, store, cancel);
            await LabellingSite.StartAsync(app, options, cancel);
            var opening = new SiteOpening(app, store, options);
            await first(opening);
            if (!serve) return;
            terminal.Error.WriteLine($"The site is at {opening.Address}; Ctrl-C stops it.");
            await Task.Delay(Timeout.InfiniteTimeSpan, cancel).ContinueWith(_ => { }, TaskScheduler.Default);
            await app.StopAsync(CancellationToken.None);
        }
    }

    private static async Task GreetAsync(Terminal terminal, SiteOpening opening, string project, int invitations, bool anew)
    {
        if (await opening.AdminLinkAsync(project, anew) is { } admin)
        {
            terminal.Out.WriteLine($"Administrator (once): {admin}");
            foreach (var link in await opening.InviteAsync(project, invitations)) terminal.Out.WriteLine($"Rater (once each):    {link}");
        }
        else terminal.Out.WriteLine($"Sign in: {opening.Address}/sign-in");
    }
}
