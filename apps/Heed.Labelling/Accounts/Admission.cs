using Heed.Feedback.Events;
using Heed.Feedback.Store;
using Heed.Labelling.Api;
using Heed.Labelling.Security;
using Heed.Labelling.Texts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Heed.Labelling.Accounts;

/// <summary>Who gets in: by invitation only. Secrets go out once, what is kept is their hash.</summary>
public sealed class Admission(SiteContext database, UserManager<Account> accounts, FeedbackStore store, SecretToken tokens, AuditLog audit, TimeProvider clock, LabellingOptions options, PageTexts texts)
{
    private static readonly TimeSpan Valid = TimeSpan.FromDays(30);

    /// <summary>A new invitation; returns its secret.</summary>
    public async Task<string> InviteAsync(string project, ProjectRole role, bool admin, string by, CancellationToken cancellation = default)
    {
        var secret = tokens.New("invite");
        database.Invitations.Add(new Invitation { Hash = tokens.Hash(secret), Project = project, Role = role, Admin = admin, InvitedBy = by, Expires = clock.GetUtcNow() + Valid });
        await database.SaveChangesAsync(cancellation);
        await audit.WriteAsync(by, "invite", project, after: admin ? "admin" : role.ToString(), cancellation: cancellation);
        return secret;
    }

    /// <summary>An invitation that can still be taken; null where there is none.</summary>
    public async Task<Invitation?> FindAsync(string secret, CancellationToken cancellation = default)
    {
        var (hash, now) = (tokens.Hash(secret), clock.GetUtcNow());
        return await database.Invitations.AsNoTracking().FirstOrDefaultAsync(i => i.Hash == hash && i.TakenBy == null && i.Expires > now, cancellation);
    }

    /// <summary>Makes an account that took an invitation.</summary>
    /// <returns>The account, or what is wrong with the name or the password.</returns>
    public async Task<(Account? Account, string? Problem)> TakeAsync(Invitation invitation, string name, string? password, UserLoginInfo? provider, bool trainOk, CancellationToken cancellation = default)
    {
        var account = new Account { UserName = name.Trim(), Pseudonym = SecretToken.Pseudonym(), IsAdmin = invitation.Admin, Since = clock.GetUtcNow() };
        var made = password is null ? await accounts.CreateAsync(account) : await accounts.CreateAsync(account, password);
        if (made.Succeeded && provider is not null) made = await accounts.AddLoginAsync(account, provider);
        if (!made.Succeeded) return (null, string.Join(" ", made.Errors.Select(e => e.Description)));
        if (!await GrantAsync(invitation, account, cancellation))
        {
            await accounts.DeleteAsync(account);
            return (null, texts["invitation.taken"]);
        }
        await store.Raters.AddAsync(account.Pseudonym);
        await store.Raters.JoinAsync(invitation.Project, account.Pseudonym);
        await store.Raters.ConsentAsync(invitation.Project, account.Pseudonym, options.ConsentVersion, trainOk);
        return (account, null);
    }

    /// <summary>Adds what an invitation gives to an account. False where somebody else took it meanwhile.</summary>
    public async Task<bool> GrantAsync(Invitation invitation, Account account, CancellationToken cancellation = default)
    {
        var taken = await database.Invitations.Where(i => i.Hash == invitation.Hash && i.TakenBy == null).ExecuteUpdateAsync(i => i.SetProperty(x => x.TakenBy, account.Id), cancellation);
        if (taken == 0) return false;
        var access = await database.Access.FirstOrDefaultAsync(a => a.AccountId == account.Id && a.Project == invitation.Project, cancellation);
        if (access is null) database.Access.Add(new ProjectAccess { AccountId = account.Id, Project = invitation.Project, Role = invitation.Role });
        else if (access.Role < invitation.Role) access.Role = invitation.Role;
        if (invitation.Admin)
            await database.Users.Where(u => u.Id == account.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.IsAdmin, true), cancellation);
        await database.SaveChangesAsync(cancellation);
        await audit.WriteAsync(account.Pseudonym, "join", invitation.Project, after: invitation.Admin ? "admin" : invitation.Role.ToString(), cancellation: cancellation);
        return true;
    }

    /// <summary>A new API key; returns its secret.</summary>
    /// <param name="actor">Who or what answers with it.</param>
    public async Task<string> KeyAsync(Account account, string project, string scopes, ActorKind actor = ActorKind.Human, CancellationToken cancellation = default)
    {
        var secret = tokens.New("heed");
        database.ApiKeys.Add(new ApiKey { Hash = tokens.Hash(secret), AccountId = account.Id, Project = project, Scopes = scopes, Actor = actor, Beginning = secret[..9], Since = clock.GetUtcNow() });
        await database.SaveChangesAsync(cancellation);
        await audit.WriteAsync(account.Pseudonym, "make-key", project, after: $"{scopes} ({actor})", cancellation: cancellation);
        return secret;
    }

    /// <summary>An account for a program: it has a key and no password.</summary>
    public async Task<(Account Account, string Key)> ProgramAsync(string name, string project, ProjectRole role, string scopes, ActorKind actor = ActorKind.Human, CancellationToken cancellation = default)
    {
        var account = new Account { UserName = name, Pseudonym = SecretToken.Pseudonym(), Since = clock.GetUtcNow() };
        var made = await accounts.CreateAsync(account);
        if (!made.Succeeded) throw new SiteException(Heed.Runs.ExitCode.Usage, string.Join(" ", made.Errors.Select(e => e.Description)));
        database.Access.Add(new ProjectAccess { AccountId = account.Id, Project = project, Role = role });
        await database.SaveChangesAsync(cancellation);
        if (scopes.Contains(ApiEndpoints.AnswerScope, StringComparison.Ordinal))
        {
            await store.Raters.AddAsync(account.Pseudonym);
            await store.Raters.JoinAsync(project, account.Pseudonym);
            await store.Raters.ConsentAsync(project, account.Pseudonym, options.ConsentVersion, trainOk: true);
        }
        return (account, await KeyAsync(account, project, scopes, actor, cancellation));
    }
}
