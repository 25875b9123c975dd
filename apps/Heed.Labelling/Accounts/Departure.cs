using Heed.Feedback.Store;
using Heed.Feedback.Store.Keeping;
using Heed.Labelling.Managing;
using Heed.Labelling.Security;

namespace Heed.Labelling.Accounts;

/// <summary>Takes a person out of a running site: see <see cref="SiteErasure"/>; what the site remembers is forgotten too.</summary>
public sealed class Departure(SiteContext database, FeedbackStore store, Ledger ledger, KnownKeys keys, AuditLog audit)
{
    public async Task<Erasure> RunAsync(Account account, CancellationToken cancellation = default)
    {
        var erased = await SiteErasure.RunAsync(database, store, audit, account.Pseudonym, ErasedAnswers.Delete, "asked by the rater", cancellation);
        keys.Forget();
        ledger.Forget();
        return erased;
    }
}
