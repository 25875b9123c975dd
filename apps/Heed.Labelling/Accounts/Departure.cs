using Heed.Feedback.Store;
using Heed.Feedback.Store.Keeping;
using Heed.Labelling.Managing;
using Heed.Labelling.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Heed.Labelling.Accounts;

/// <summary>
/// Takes a person out of the site: the answers out of the record (its chain stays whole, items they leave open again are open again), then the
/// account with its keys and roles.
/// </summary>
public sealed class Departure(SiteContext database, UserManager<Account> accounts, FeedbackStore store, Ledger ledger, KnownKeys keys, AuditLog audit)
{
    public async Task<Erasure> RunAsync(Account account, CancellationToken cancellation = default)
    {
        var erased = await store.Erasing.EraseAsync(account.Pseudonym, ErasedAnswers.Delete, "asked by the rater");
        await database.ApiKeys.Where(k => k.AccountId == account.Id).ExecuteDeleteAsync(cancellation);
        keys.Forget();
        await database.Access.Where(a => a.AccountId == account.Id).ExecuteDeleteAsync(cancellation);
        await database.UserTokens.Where(t => t.UserId == account.Id).ExecuteDeleteAsync(cancellation);
        await accounts.DeleteAsync(account);
        ledger.Forget();
        await audit.WriteAsync("the person", "erase", "an account", after: $"{erased.Events} events, {erased.Reopened} items open again, datasets: {string.Join(", ", erased.Datasets)}", cancellation: cancellation);
        return erased;
    }
}
