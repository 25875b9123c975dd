using System.Text;
using Heed.Feedback.Assignment;
using Heed.Feedback.Store;
using Heed.Labelling.Accounts;
using Heed.Labelling.Pages;
using Heed.Labelling.Pages.Managing;
using Heed.Labelling.Security;
using Heed.Labelling.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Heed.Labelling.Managing;

/// <summary>Who is in a project, as what, and who may still come.</summary>
internal static class MemberEndpoints
{
    private const int BeginningOfHash = 16;

    public static void Map(RouteGroupBuilder manage)
    {
        manage.MapGet("/members", (Caller caller, SiteContext database, TimeProvider clock, CancellationToken cancellation) => ShowAsync(caller, database, clock, null, cancellation));
        manage.MapPost("/members/{rater}/role", RoleAsync).DisableAntiforgery();
        manage.MapPost("/members/{rater}/remove", RemoveAsync);
        manage.MapPost("/members/{rater}/reset", ResetAsync);
        manage.MapPost("/invitations/{beginning}/revoke", RevokeAsync);
    }

    private static async Task<IResult> ShowAsync(Caller caller, SiteContext database, TimeProvider clock, string? link, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var members = await (from access in database.Access
                             join account in database.Users on access.AccountId equals account.Id
                             where access.Project == caller.Project.Id
                             orderby account.Since
                             select new { account.Pseudonym, account.UserName, access.Role, account.IsAdmin, account.Since, HasPassword = account.PasswordHash != null }).AsNoTracking().ToListAsync(cancellation);
        var open = await database.Invitations.AsNoTracking().Where(i => i.Project == caller.Project.Id && i.TakenBy == null && i.Expires > now && (!i.Admin || caller.Admin)).OrderBy(i => i.Expires).ToListAsync(cancellation);
        return new Page<MembersPage>(new
        {
            Caller = caller,
            Members = (IReadOnlyList<Member>)[.. members.Select(m => new Member(m.Pseudonym, m.UserName!, m.Role, m.IsAdmin, m.Since, m.HasPassword))],
            Invitations = (IReadOnlyList<Invitation>)open,
            Link = link,
        });
    }

    private static async Task<IResult> RoleAsync(string rater, [FromForm] ProjectRole role, Caller caller, SiteContext database, KnownKeys keys, AuditLog audit, TimeProvider clock, CancellationToken cancellation)
    {
        var (account, before) = await OtherAsync(rater, caller, database, cancellation);
        await database.Access.Where(a => a.AccountId == account.Id && a.Project == caller.Project.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.Role, role), cancellation);
        // A key that was made in a higher role may do more than the lower one.
        if (role < before) await EndKeysAsync(account, caller, database, keys, clock, cancellation);
        await audit.WriteAsync(caller.Rater, "role", rater, before.ToString(), role.ToString(), cancellation);
        return Back(caller);
    }

    /// <summary>Takes somebody out of the project; the answers stay, the keys for it end, and so do all sessions.</summary>
    private static async Task<IResult> RemoveAsync(string rater, Caller caller, SiteContext database, FeedbackStore store, UserManager<Account> accounts, KnownKeys keys, AuditLog audit, TimeProvider clock, CancellationToken cancellation)
    {
        var (account, before) = await OtherAsync(rater, caller, database, cancellation);
        await database.Access.Where(a => a.AccountId == account.Id && a.Project == caller.Project.Id).ExecuteDeleteAsync(cancellation);
        await EndKeysAsync(account, caller, database, keys, clock, cancellation);
        await store.Raters.LeaveAsync(caller.Project.Id, rater);
        await accounts.UpdateSecurityStampAsync(account);
        await audit.WriteAsync(caller.Rater, "remove", rater, before.ToString(), cancellation: cancellation);
        return Back(caller);
    }

    /// <summary>A link under which somebody who lost the password sets another one. It works in every project of the account: so only an administrator makes it.</summary>
    private static async Task<IResult> ResetAsync(string rater, Caller caller, SiteContext database, UserManager<Account> accounts, AuditLog audit, LabellingOptions options, HttpContext context, TimeProvider clock, CancellationToken cancellation)
    {
        if (!caller.Admin) return Problems.Result(StatusCodes.Status403Forbidden, "Only an administrator makes such links: they open all projects of an account.");
        var account = await MemberAsync(rater, caller, database, cancellation);
        if (account.PasswordHash is null) throw new QueueException(QueueProblem.Conflict, "This account has no password: it is a program's, or signs in by the identity provider.");
        var token = WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(await accounts.GeneratePasswordResetTokenAsync(account)));
        await audit.WriteAsync(caller.Rater, "reset-link", rater, cancellation: cancellation);
        var site = options.PublicAddress?.TrimEnd('/') ?? $"{context.Request.Scheme}://{context.Request.Host}";
        return await ShowAsync(caller, database, clock, $"{site}/password/{account.Id}/{token}", cancellation);
    }

    private static async Task<IResult> RevokeAsync(string beginning, Caller caller, SiteContext database, AuditLog audit, CancellationToken cancellation)
    {
        var gone = beginning.Length < BeginningOfHash ? 0 : await database.Invitations.Where(i => i.Project == caller.Project.Id && i.TakenBy == null && i.Hash.StartsWith(beginning) && (!i.Admin || caller.Admin)).ExecuteDeleteAsync(cancellation);
        if (gone == 0) throw new QueueException(QueueProblem.NotFound, "There is no such open invitation in this project.");
        await audit.WriteAsync(caller.Rater, "revoke-invitation", caller.Project.Id, cancellation: cancellation);
        return Back(caller);
    }

    private static async Task<Account> MemberAsync(string rater, Caller caller, SiteContext database, CancellationToken cancellation) =>
        await database.Users.FirstOrDefaultAsync(u => u.Pseudonym == rater && database.Access.Any(a => a.AccountId == u.Id && a.Project == caller.Project.Id), cancellation)
        ?? throw new QueueException(QueueProblem.NotFound, "There is no such member in this project.");

    /// <summary>A member whom the caller may change: not oneself, so that a project is not left without a manager by a slip, and an administrator only as one.</summary>
    private static async Task<(Account Account, ProjectRole Role)> OtherAsync(string rater, Caller caller, SiteContext database, CancellationToken cancellation)
    {
        var account = await MemberAsync(rater, caller, database, cancellation);
        if (account.Id == caller.AccountId) throw new QueueException(QueueProblem.Conflict, "Nobody changes the own role or removes oneself: ask another manager.");
        if (account.IsAdmin && !caller.Admin) throw new QueueException(QueueProblem.Conflict, "Only an administrator changes an administrator.");
        return (account, await database.Access.Where(a => a.AccountId == account.Id && a.Project == caller.Project.Id).Select(a => a.Role).SingleAsync(cancellation));
    }

    private static async Task EndKeysAsync(Account account, Caller caller, SiteContext database, KnownKeys keys, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await database.ApiKeys.Where(k => k.AccountId == account.Id && k.Project == caller.Project.Id && k.Revoked == null).ExecuteUpdateAsync(k => k.SetProperty(x => x.Revoked, now), cancellation);
        keys.Forget();
    }

    private static IResult Back(Caller caller) => Results.LocalRedirect($"/manage/{caller.Project.Id}/members");
}

/// <summary>Somebody in a project.</summary>
/// <param name="Name">Who it is; only administrators read it beside the pseudonym.</param>
public sealed record Member(string Rater, string Name, ProjectRole Role, bool Admin, DateTimeOffset Since, bool HasPassword);
