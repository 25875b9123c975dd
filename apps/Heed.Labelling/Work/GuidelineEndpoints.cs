using Heed.Feedback.Store;
using Heed.Labelling.Accounts;
using Heed.Labelling.Pages;
using Heed.Labelling.Pages.Work;
using Heed.Labelling.Rendering;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Heed.Labelling.Work;

/// <summary>What a rater reads, agrees to, objects to and chooses in a project.</summary>
internal static class GuidelineEndpoints
{
    public static void Map(WebApplication app)
    {
        var own = ProjectGate.On(app.MapGroup("/p/{project}"), ProjectRole.Annotator);
        own.MapGet("/guidelines", ShowAsync);
        own.MapPost("/guidelines", async ([FromForm] int version, Caller caller, FeedbackStore store) =>
        {
            await store.Raters.AcknowledgeAsync(caller.Project.Id, caller.Rater, version);
            return Results.LocalRedirect($"/p/{caller.Project.Id}");
        }).DisableAntiforgery();
        own.MapPost("/consent", async ([FromForm] string version, [FromForm] string? agree, [FromForm] string? train, Caller caller, FeedbackStore store) =>
        {
            if (agree == "1" && version == caller.Project.Consent) await store.Raters.ConsentAsync(caller.Project.Id, caller.Rater, version, train == "1");
            return Results.LocalRedirect($"/p/{caller.Project.Id}");
        }).DisableAntiforgery();
        own.MapPost("/appeal", async ([FromForm] string text, Caller caller, FeedbackStore store, AuditLog audit) =>
        {
            await store.Raters.AppealAsync(caller.Project.Id, caller.Rater, text);
            await audit.WriteAsync(caller.Rater, "appeal", caller.Project.Id);
            return Results.LocalRedirect($"/p/{caller.Project.Id}");
        }).DisableAntiforgery();
        own.MapPost("/opt-outs", async (HttpContext context, Caller caller, FeedbackStore store) =>
        {
            var form = await context.Request.ReadFormAsync();
            await store.Raters.OptOutAsync(caller.Project.Id, caller.Rater, [.. form["warning"].OfType<string>().Where((await RefusableAsync(store, caller)).Contains)]);
            return Results.LocalRedirect($"/p/{caller.Project.Id}/me");
        });
        own.MapGet("/me", MyFigures.ShowAsync);
    }

    /// <summary>What items may be marked with, and raters may refuse.</summary>
    public static readonly IReadOnlyList<string> Sensitive = ["violence", "sexual", "hate", "self-harm", PersonalData];

    /// <summary>The mark of items whose texts hold addresses, numbers and the like of people.</summary>
    public const string PersonalData = "personal-data";

    /// <summary>What raters of a project may refuse: the usual, and whatever its items are marked with.</summary>
    public static async Task<IReadOnlyList<string>> RefusableAsync(FeedbackStore store, Caller caller, CancellationToken cancellation = default) =>
        [.. Sensitive.Union(await store.Queue.WarningsAsync(caller.Project.Id, cancellation))];

    private static async Task<IResult> ShowAsync(Caller caller, FeedbackStore store, CancellationToken cancellation)
    {
        var all = await store.Projects.GuidelinesAsync(caller.Project.Id, cancellation);
        var acknowledged = await store.Raters.MembershipsAsync(caller.Project.Id, caller.Rater, cancellation) is [var member, ..] ? member.Acknowledged : 0;
        var (latest, read) = (all is [var newest, ..] ? newest : null, all.FirstOrDefault(g => g.Version == acknowledged));
        return new Page<GuidelinesPage>(new
        {
            Caller = caller,
            Latest = latest,
            Acknowledged = acknowledged,
            Changes = latest is not null && read is not null && read.Version < latest.Version ? LineDiff.Of(read.Text, latest.Text) : [],
        });
    }
}
