using System.Text;
using Heed.Labelling.Security;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Heed.Labelling.Accounts;

/// <summary>Accounts in the site's database; the keys and codes of the second step are sealed there, since the site must be able to read them again.</summary>
internal sealed class AccountStore(SiteContext database, LabellingOptions options) : UserOnlyStore<Account, SiteContext>(database)
{
    private readonly SealedBox _box = new(options.Secret, "second-step");

    public override Task SetTokenAsync(Account user, string loginProvider, string name, string? value, CancellationToken cancellationToken) =>
        base.SetTokenAsync(user, loginProvider, name, value is null ? null : Convert.ToBase64String(_box.Seal(Encoding.UTF8.GetBytes(value))), cancellationToken);

    public override async Task<string?> GetTokenAsync(Account user, string loginProvider, string name, CancellationToken cancellationToken)
    {
        var kept = await base.GetTokenAsync(user, loginProvider, name, cancellationToken);
        return kept is not null && _box.Open(Convert.FromBase64String(kept)) is { } plain ? Encoding.UTF8.GetString(plain) : null;
    }
}
