using Heed.Feedback.Assignment;
using Heed.Feedback.Store;
using Heed.Feedback.Store.Keeping;
using Microsoft.EntityFrameworkCore;

namespace Heed.Labelling.Accounts;

/// <summary>
/// Forgets a rater in a record and in the site over it: the answers go out of the record (its chain stays whole, items they leave open again are open again), the
/// names out of the audit log, and the account with its keys, roles and sign-ins.
/// </summary>
public static class SiteErasure
{
    /// <summary>Over a database that no site need serve, and that need not be a site's.</summary>
    /// <param name="reason">Recorded; names nobody.</param>
    public static async Task<Erasure> RunAsync(FeedbackStore store, string rater, ErasedAnswers answers, string reason, TimeProvider clock, CancellationToken cancellation = default)
    {
        var options = new DbContextOptionsBuilder<SiteContext>();
        store.Share(options, SiteSchema.History);
        await using var database = new SiteContext(options.Options);
        if (!await SiteSchema.IsThereAsync(database, cancellation)) return await store.Erasing.EraseAsync(rater, answers, reason);
        await SiteSchema.EnsureAsync(database, cancellation);
        return await RunAsync(database, store, new AuditLog(database, clock), rater, answers, reason, cancellation);
    }

    internal static async Task<Erasure> RunAsync(SiteContext database, FeedbackStore store, AuditLog audit, string rater, ErasedAnswers answers, string reason, CancellationToken cancellation)
    {
        var account = await database.Users.AsNoTracking().Where(u => u.Pseudonym == rater).Select(u => u.Id).FirstOrDefaultAsync(cancellation);
        var erased = await FromRecordAsync(store, rater, answers, reason, mayBeMissing: account is not null);
        await audit.ForgetAsync(account is null ? [rater] : [rater, account], $"{erased.Events} events, {erased.Reopened} items open again, datasets: {string.Join(", ", erased.Datasets)}", cancellation);
        await database.Invitations.Where(i => i.InvitedBy == rater).ExecuteUpdateAsync(i => i.SetProperty(x => x.InvitedBy, ""), cancellation);
        if (account is not null) await RemoveAsync(database, account, cancellation);
        await store.Erasing.CompactAsync();
        return erased;
    }

    /// <summary>Whoever has an account may have nothing in the record: it only managed, or an erasure was cut off in the middle.</summary>
    private static async Task<Erasure> FromRecordAsync(FeedbackStore store, string rater, ErasedAnswers answers, string reason, bool mayBeMissing)
    {
        try
        {
            return await store.Erasing.EraseAsync(rater, answers, reason);
        }
        catch (QueueException problem) when (mayBeMissing && problem.Problem == QueueProblem.NotFound)
        {
            return new Erasure(0, 0, 0, []);
        }
    }

    /// <summary>The account goes last: what is cut off before can be done again.</summary>
    private static async Task RemoveAsync(SiteContext database, string account, CancellationToken cancellation)
    {
        await database.ApiKeys.Where(k => k.AccountId == account).ExecuteDeleteAsync(cancellation);
        await database.Access.Where(a => a.AccountId == account).ExecuteDeleteAsync(cancellation);
        await database.UserTokens.Where(t => t.UserId == account).ExecuteDeleteAsync(cancellation);
        await database.UserLogins.Where(l => l.UserId == account).ExecuteDeleteAsync(cancellation);
        await database.UserClaims.Where(c => c.UserId == account).ExecuteDeleteAsync(cancellation);
        await database.Invitations.Where(i => i.TakenBy == account).ExecuteUpdateAsync(i => i.SetProperty(x => x.TakenBy, "somebody who left"), cancellation);
        await database.Users.Where(u => u.Id == account).ExecuteDeleteAsync(cancellation);
    }
}
