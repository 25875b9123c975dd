using Heed.Labelling.Security;
using Heed.Labelling.Webhooks;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Heed.Labelling.Accounts;

/// <summary>Accounts and what belongs to them, beside the record in the same database. Nothing here says what anybody answered.</summary>
public sealed class SiteContext(DbContextOptions<SiteContext> options) : IdentityUserContext<Account>(options)
{
    public DbSet<ProjectAccess> Access => Set<ProjectAccess>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<AuditEntry> Audit => Set<AuditEntry>();

    public DbSet<SiteProjectRow> Projects => Set<SiteProjectRow>();

    public DbSet<Webhook> Webhooks => Set<Webhook>();

    public DbSet<SealedKey> SealedKeys => Set<SealedKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<Milliseconds>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Account>(account =>
        {
            account.ToTable("site_accounts");
            account.HasIndex(a => a.Pseudonym).IsUnique();
            account.Property(a => a.LockoutEnd).HasConversion<Milliseconds>();
        });
        builder.Entity<Microsoft.AspNetCore.Identity.IdentityUserClaim<string>>().ToTable("site_account_claims");
        builder.Entity<Microsoft.AspNetCore.Identity.IdentityUserLogin<string>>().ToTable("site_account_logins");
        builder.Entity<Microsoft.AspNetCore.Identity.IdentityUserToken<string>>().ToTable("site_account_tokens");
        builder.Entity<ProjectAccess>().ToTable("site_access").HasKey(a => new { a.AccountId, a.Project });
        builder.Entity<Invitation>().ToTable("site_invitations").HasKey(i => i.Hash);
        builder.Entity<ApiKey>(key =>
        {
            key.ToTable("site_api_keys").HasKey(k => k.Hash);
            key.HasIndex(k => k.AccountId);
            key.Property(k => k.Actor).HasConversion<string>();
        });
        builder.Entity<SiteProjectRow>().ToTable("site_projects").HasKey(p => p.Project);
        builder.Entity<Webhook>().ToTable("site_webhooks").HasKey(w => w.Id);
        builder.Entity<SealedKey>().ToTable("site_keys").HasKey(k => k.Id);
        builder.Entity<AuditEntry>(entry =>
        {
            entry.ToTable("site_audit").HasKey(e => e.Sequence);
            entry.Property(e => e.Sequence).ValueGeneratedNever();
            entry.HasIndex(e => e.Previous).IsUnique();
        });
    }

    /// <summary>Times as milliseconds since 1970, UTC: sorted alike by every database.</summary>
    private sealed class Milliseconds() : ValueConverter<DateTimeOffset, long>(time => time.ToUnixTimeMilliseconds(), value => DateTimeOffset.FromUnixTimeMilliseconds(value));
}
