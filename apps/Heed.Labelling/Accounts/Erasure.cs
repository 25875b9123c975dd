using Heed.Feedback.Store;
using Heed.Labelling.Managing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Heed.Labelling.Accounts;

/// <summary>Takes a person out of the site: the answers out of the record (its chain stays whole), the account, its keys and its roles away for good.</summary>
public sealed class Erasure(SiteContext database, UserManager<Account> accounts, FeedbackStore store, Ledger ledger, AuditLog audit)
{
    public async Task RunAsync(Account account, string by, CancellationToken cancellation = default)
    {
        await store.EraseAsync(account.Pseudonym, "asked by the rater", cancellation);
        await database.ApiKeys.Where(k => k.AccountId == account.Id).ExecuteDeleteAsync(cancellation);
        await database.Access.Where(a => a.AccountId == account.Id).ExecuteDeleteAsync(cancellation);
        await accounts.DeleteAsync(account);
        ledger.Forget();
        await audit.WriteAsync(by == account.Pseudonym ? "the person" : by, "erase", "an account", cancellation: cancellation);
    }
}
