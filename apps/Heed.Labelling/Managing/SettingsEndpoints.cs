using System.Globalization;
using Heed.Feedback.Assignment;
using Heed.Feedback.Items;
using Heed.Feedback.Store;
using Heed.Labelling.Accounts;
using Heed.Labelling.Items;
using Heed.Labelling.Loading;
using Heed.Labelling.Pages;
using Heed.Labelling.Pages.Managing;
using Heed.Labelling.Security;
using Heed.Labelling.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Heed.Labelling.Managing;

/// <summary>Rules, guidelines and invitations of a project; projects and the audit log of the site.</summary>
internal static class SettingsEndpoints
{
    private const int AuditShown = 200;

    public static void Map(RouteGroupBuilder manage)
    {
        manage.MapGet("/settings", (Caller caller, FeedbackStore store) => new Page<SettingsPage>(new { Caller = caller }));
        manage.MapPost("/settings", SaveAsync);
        manage.MapPost("/invitations", InviteAsync).DisableAntiforgery();
        manage.MapGet("/guidelines", async (Caller caller, FeedbackStore store, CancellationToken cancellation) =>
            new Page<WriteGuidelinesPage>(new { Caller = caller, Versions = await store.Projects.GuidelinesAsync(caller.Project.Id, cancellation) }));
        manage.MapPost("/guidelines", async ([FromForm] string text, Caller caller, FeedbackStore store, AuditLog audit) =>
        {
            var version = await store.Projects.PublishAsync(caller.Project.Id, text.ReplaceLineEndings("\n"), caller.Alias);
            await audit.WriteAsync(caller.Rater, "publish-guidelines", caller.Project.Id, after: $"version {version}");
            return Results.LocalRedirect($"/manage/{caller.Project.Id}/guidelines");
        }).DisableAntiforgery();
    }

    /// <summary>What only an administrator may do.</summary>
    public static void MapSite(WebApplication app)
    {
        app.MapPost("/projects", async ([FromForm] string id, [FromForm] string name, HttpContext context, UserManager<Account> accounts, FeedbackStore store, AuditLog audit) =>
        {
            if (await accounts.GetUserAsync(context.User) is not { IsAdmin: true } admin) return Problems.Result(StatusCodes.Status403Forbidden, "Only an administrator makes projects.");
            if (!IsName(id) || await store.Projects.FindAsync(id) is not null) return Problems.Result(StatusCodes.Status422UnprocessableEntity, "The short name must be a–z, 0–9 or -, at least two, and not taken.");
            await store.Projects.SaveAsync(new FeedbackProject(id, name));
            await store.Projects.PublishAsync(id, DefaultGuidelines.Text, admin.Pseudonym);
            await audit.WriteAsync(admin.Pseudonym, "make-project", id);
            return Results.LocalRedirect($"/manage/{id}/settings");
        }).DisableAntiforgery();
        app.MapGet("/audit", async (HttpContext context, UserManager<Account> accounts, SiteContext database, AuditLog audit, CancellationToken cancellation) =>
        {
            if (await accounts.GetUserAsync(context.User) is not { IsAdmin: true }) return Problems.Result(StatusCodes.Status403Forbidden, "Only an administrator reads the audit log.");
            var entries = await database.Audit.AsNoTracking().OrderByDescending(e => e.Sequence).Take(AuditShown).ToListAsync(cancellation);
            return new Page<AuditPage>(new { Entries = (IReadOnlyList<AuditEntry>)entries, BrokenAt = await audit.BrokenAtAsync(cancellation) });
        });
    }

    public static bool IsName(string? id) => id is { Length: >= 2 and <= 40 } && id.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-') && id[0] != '-';

    private static async Task<IResult> SaveAsync(HttpContext context, Caller caller, FeedbackStore store, SiteContext database, AuditLog audit, CancellationToken cancellation)
    {
        var form = await context.Request.ReadFormAsync(cancellation);
        var (old, fresh) = (caller.Project, Changed(caller.Project, form));
        if (fresh.Problems().FirstOrDefault() is { } problem) return new Page<SettingsPage>(new { Caller = caller, Problem = problem.ToString() }, StatusCodes.Status422UnprocessableEntity);
        await store.Projects.SaveAsync(fresh);
        var settings = caller.Settings with
        {
            HourlyPay = double.TryParse(form["pay"], NumberStyles.Float, CultureInfo.InvariantCulture, out var pay) && pay >= 0 ? pay : caller.Settings.HourlyPay,
            Currency = form["currency"].ToString() is { Length: 3 } currency ? currency : caller.Settings.Currency,
            Questions = new QuestionSet { Reasons = Words(form["reasons"]!), Flags = Words(form["flags"]!), Scales = [.. Words(form["scales"]!).Select(attribute => new RatingScale(attribute))] },
        };
        await settings.SaveAsync(database, caller.Project.Id, cancellation);
        await audit.WriteAsync(caller.Rater, "settings", caller.Project.Id, $"{old} {caller.Settings}", $"{fresh} {settings}", cancellation);
        return Results.LocalRedirect($"/manage/{caller.Project.Id}/settings");
    }

    /// <summary>The project with what a form says; what the form leaves out stays.</summary>
    private static FeedbackProject Changed(FeedbackProject old, IFormCollection form)
    {
        int Whole(string name, int otherwise) => int.TryParse(form[name], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : otherwise;
        double Share(string name, double otherwise) => double.TryParse(form[name], NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) ? percent / 100 : otherwise;
        return old with
        {
            Name = form["name"].ToString() is { Length: > 0 } name ? name : old.Name,
            Overlap = Whole("overlap", old.Overlap),
            SharedOverlap = Whole("shared-overlap", old.SharedOverlap),
            SkipLimit = Whole("skip-limit", old.SkipLimit),
            SharedShare = Share("shared-share", old.SharedShare),
            GoldShare = Share("gold-share", old.GoldShare),
            RepeatShare = Share("repeat-share", old.RepeatShare),
            RandomShare = Share("random-share", old.RandomShare),
            LeaseTime = TimeSpan.FromMinutes(Math.Clamp(Whole("lease", (int)old.LeaseTime.TotalMinutes), 1, 24 * 60)),
            Selection = Enum.TryParse<Selection>(form["selection"], out var selection) ? selection : old.Selection,
            HeldItems = Whole("held-items", old.HeldItems),
            SuggestionShare = Share("suggestion-share", old.SuggestionShare),
            Adaptive = Adaptive(form, old.Adaptive),
            Groups = form.ContainsKey("groups") ? Groups(form["groups"]!) : old.Groups,
            RetentionDays = int.TryParse(form["retention-days"], NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : old.RetentionDays,
            LegalHold = form.ContainsKey("retention-days") ? form["legal-hold"] == "1" : old.LegalHold,
        };
    }

    /// <summary>Both numbers make a rule; without them items get as many raters as the project says.</summary>
    private static OverlapRule? Adaptive(IFormCollection form, OverlapRule? old)
    {
        if (!form.ContainsKey("adaptive-least")) return old;
        return int.TryParse(form["adaptive-least"], NumberStyles.None, CultureInfo.InvariantCulture, out var least) && int.TryParse(form["adaptive-most"], NumberStyles.None, CultureInfo.InvariantCulture, out var most)
            ? (old ?? new OverlapRule()) with { Least = least, Most = most } : null;
    }

    /// <summary>"en=75, de=25" as shares of one.</summary>
    private static Dictionary<string, double> Groups(string text)
    {
        var shares = Words(text).Select(w => w.Split('=', 2)).Where(w => w.Length == 2 && double.TryParse(w[1], NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            .GroupBy(w => w[0].Trim()).ToDictionary(g => g.Key, g => double.Parse(g.Last()[1], CultureInfo.InvariantCulture));
        var sum = shares.Values.Sum();
        return shares.ToDictionary(s => s.Key, s => s.Value / sum);
    }

    private static IReadOnlyList<string> Words(string? list) => [.. (list ?? "").Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];

    private static async Task<IResult> InviteAsync([FromForm] ProjectRole role, [FromForm] int count, Caller caller, Admission admission, HttpContext context, LabellingOptions options, CancellationToken cancellation)
    {
        var site = options.PublicAddress?.TrimEnd('/') ?? $"{context.Request.Scheme}://{context.Request.Host}";
        var links = new List<string>();
        for (var i = 0; i < Math.Clamp(count, 1, 100); i++) links.Add($"{site}/invitation/{await admission.InviteAsync(caller.Project.Id, role, admin: false, caller.Rater, cancellation)}");
        return new Page<SettingsPage>(new { Caller = caller, Links = (IReadOnlyList<string>)links });
    }
}
