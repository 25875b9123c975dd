using System.Text.Json;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Store;
using Heed.Labelling.Api;
using Heed.Labelling.Capturing;
using Heed.Labelling.Pages;
using Heed.Labelling.Pages.Accounts;
using Heed.Labelling.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Heed.Labelling.Accounts;

/// <summary>One's projects, keys, data and way out.</summary>
internal static class AccountEndpoints
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/", HomeAsync);
        app.MapGet("/account", (HttpContext context, UserManager<Account> accounts, SiteContext database, FeedbackStore store) => ShowAsync(context, accounts, database, store));
        app.MapPost("/account/keyboard", KeyboardAsync).DisableAntiforgery();
        app.MapPost("/account/training", TrainingAsync).DisableAntiforgery();
        app.MapPost("/account/password", PasswordAsync).DisableAntiforgery();
        app.MapPost("/account/keys", MakeKeyAsync).DisableAntiforgery();
        app.MapPost("/account/keys/{beginning}/revoke", RevokeAsync);
        app.MapGet("/account/data.json", DataAsync);
        app.MapPost("/account/erase", EraseAsync);
    }

    /// <summary>The projects that an account is in; an admin is in all.</summary>
    public static async Task<IReadOnlyList<(FeedbackProject Project, bool Manages)>> ProjectsAsync(Account account, SiteContext database, FeedbackStore store)
    {
        var access = await database.Access.AsNoTracking().Where(a => a.AccountId == account.Id).ToDictionaryAsync(a => a.Project, a => a.Role);
        return [.. (await store.Projects.ListAsync()).Where(p => account.IsAdmin || access.ContainsKey(p.Id)).Select(p => (p, account.IsAdmin || access[p.Id] >= ProjectRole.Reviewer))];
    }

    private static async Task<IResult> HomeAsync(HttpContext context, UserManager<Account> accounts, SiteContext database, FeedbackStore store)
    {
        if (await accounts.GetUserAsync(context.User) is not { } account) return Results.LocalRedirect("/sign-in");
        return new Page<HomePage>(new { Projects = await ProjectsAsync(account, database, store), Admin = account.IsAdmin });
    }

    private static async Task<IResult> ShowAsync(HttpContext context, UserManager<Account> accounts, SiteContext database, FeedbackStore store, string? newKey = null, string? problem = null)
    {
        var account = (await accounts.GetUserAsync(context.User))!;
        var keys = await database.ApiKeys.AsNoTracking().Where(k => k.AccountId == account.Id && k.Revoked == null).ToListAsync();
        var projects = await ProjectsAsync(account, database, store);
        return new Page<AccountPage>(new { Account = account, Rater = await store.Raters.FindAsync(account.Pseudonym), Keys = keys, Projects = projects, NewKey = newKey, Problem = problem });
    }

    private static async Task<IResult> KeyboardAsync([FromForm] string? single, [FromForm] string? map, HttpContext context, UserManager<Account> accounts)
    {
        var account = (await accounts.GetUserAsync(context.User))!;
        (account.SingleKeys, account.KeyMap) = (single == "1", map ?? "");
        await accounts.UpdateAsync(account);
        return Results.LocalRedirect("/account");
    }

    /// <summary>Whether models may learn from the answers: what is said last holds.</summary>
    private static async Task<IResult> TrainingAsync([FromForm] string? train, HttpContext context, UserManager<Account> accounts, FeedbackStore store, AuditLog audit)
    {
        var account = (await accounts.GetUserAsync(context.User))!;
        await store.Raters.TrainingAsync(account.Pseudonym, train == "1");
        await audit.WriteAsync(account.Pseudonym, "training", "site", after: train == "1" ? "yes" : "no");
        return Results.LocalRedirect("/account");
    }

    private static async Task<IResult> PasswordAsync([FromForm] string? old, [FromForm] string? fresh, HttpContext context, UserManager<Account> accounts, SignInManager<Account> session, SiteContext database, FeedbackStore store, AuditLog audit)
    {
        var account = (await accounts.GetUserAsync(context.User))!;
        var changed = await accounts.ChangePasswordAsync(account, old ?? "", fresh ?? "");
        if (!changed.Succeeded) return await ShowAsync(context, accounts, database, store, problem: string.Join(" ", changed.Errors.Select(e => e.Description)));
        await session.RefreshSignInAsync(account);
        await audit.WriteAsync(account.Pseudonym, "change-password", "site");
        return Results.LocalRedirect("/account");
    }

    private static async Task<IResult> MakeKeyAsync([FromForm] string project, [FromForm] ActorKind? actor, [FromForm] string? use, HttpContext context, UserManager<Account> accounts, SiteContext database, FeedbackStore store, Admission admission)
    {
        var account = (await accounts.GetUserAsync(context.User))!;
        var projects = await ProjectsAsync(account, database, store);
        if (projects.FirstOrDefault(p => p.Project.Id == project) is not ({ } known, var manages) || actor is { } named && !Enum.IsDefined(named)) return Results.NotFound();
        var scopes = !manages ? ApiEndpoints.AnswerScope : use == CaptureEndpoints.Scope ? CaptureEndpoints.Scope : $"{ApiEndpoints.AnswerScope} {ApiEndpoints.ExportScope}";
        var secret = await admission.KeyAsync(account, known.Id, scopes, actor ?? ActorKind.Human);
        return await ShowAsync(context, accounts, database, store, newKey: secret);
    }

    private static async Task<IResult> RevokeAsync(string beginning, HttpContext context, UserManager<Account> accounts, SiteContext database, KnownKeys keys, AuditLog audit, TimeProvider clock)
    {
        var account = (await accounts.GetUserAsync(context.User))!;
        var key = await database.ApiKeys.FirstOrDefaultAsync(k => k.AccountId == account.Id && k.Hash.StartsWith(beginning) && k.Revoked == null);
        if (key is null || beginning.Length < 16) return Results.NotFound();
        key.Revoked = clock.GetUtcNow();
        await database.SaveChangesAsync();
        keys.Forget();
        await audit.WriteAsync(account.Pseudonym, "revoke-key", key.Project, before: key.Beginning);
        return Results.LocalRedirect("/account");
    }

    /// <summary>Everything the site holds about the person who asks.</summary>
    private static async Task DataAsync(HttpContext context, UserManager<Account> accounts, FeedbackStore store, CancellationToken cancellation)
    {
        var account = (await accounts.GetUserAsync(context.User))!;
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("name", account.UserName);
        json.WriteString("pseudonym", account.Pseudonym);
        json.WriteString("since", account.Since);
        json.WriteStartArray("events");
        foreach (var one in await store.Raters.OwnAsync(account.Pseudonym, cancellation)) json.WriteRawValue(FeedbackJson.Write(ExportEndpoints.ForRater(one)));
        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancellation);
    }

    /// <summary>Erases the answers from the record and the account from the site.</summary>
    private static async Task<IResult> EraseAsync(HttpContext context, UserManager<Account> accounts, SignInManager<Account> session, Departure departure)
    {
        await departure.RunAsync((await accounts.GetUserAsync(context.User))!);
        await session.SignOutAsync();
        return Results.LocalRedirect("/sign-in");
    }
}
