using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Heed.Labelling.Accounts.Migrations;

/// <summary>Accounts, roles, invitations, keys, the audit log. Columns name no type of a server, so that one migration serves all.</summary>
[DbContext(typeof(SiteContext))]
[Migration("0001-site")]
internal sealed class Site : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        AccountTable(migrationBuilder);
        IdentityTables(migrationBuilder);
        Entrance(migrationBuilder);
        Rest(migrationBuilder);
    }

    private static void AccountTable(MigrationBuilder to)
    {
        to.CreateTable("site_accounts", t => new
        {
            Id = t.Column<string>(),
            Pseudonym = t.Column<string>(),
            IsAdmin = t.Column<bool>(),
            SingleKeys = t.Column<bool>(),
            KeyMap = t.Column<string>(),
            Since = t.Column<long>(),
            UserName = t.Column<string>(nullable: true, maxLength: 256),
            NormalizedUserName = t.Column<string>(nullable: true, maxLength: 256),
            Email = t.Column<string>(nullable: true, maxLength: 256),
            NormalizedEmail = t.Column<string>(nullable: true, maxLength: 256),
            EmailConfirmed = t.Column<bool>(),
            PasswordHash = t.Column<string>(nullable: true),
            SecurityStamp = t.Column<string>(nullable: true),
            ConcurrencyStamp = t.Column<string>(nullable: true),
            PhoneNumber = t.Column<string>(nullable: true),
            PhoneNumberConfirmed = t.Column<bool>(),
            TwoFactorEnabled = t.Column<bool>(),
            LockoutEnd = t.Column<long>(nullable: true),
            LockoutEnabled = t.Column<bool>(),
            AccessFailedCount = t.Column<int>(),
        }, constraints: t => t.PrimaryKey("pk_site_accounts", x => x.Id));
        to.CreateIndex("ix_site_accounts_pseudonym", "site_accounts", "Pseudonym", unique: true);
        to.CreateIndex("ix_site_accounts_name", "site_accounts", "NormalizedUserName", unique: true);
    }

    private static void IdentityTables(MigrationBuilder to)
    {
        to.CreateTable("site_account_claims", t => new
        {
            Id = t.Column<int>().Annotation("Sqlite:Autoincrement", true).Annotation("Npgsql:ValueGenerationStrategy", Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
            UserId = t.Column<string>(),
            ClaimType = t.Column<string>(nullable: true),
            ClaimValue = t.Column<string>(nullable: true),
        }, constraints: t => t.PrimaryKey("pk_site_account_claims", x => x.Id));
        to.CreateTable("site_account_logins", t => new
        {
            LoginProvider = t.Column<string>(),
            ProviderKey = t.Column<string>(),
            ProviderDisplayName = t.Column<string>(nullable: true),
            UserId = t.Column<string>(),
        }, constraints: t => t.PrimaryKey("pk_site_account_logins", x => new { x.LoginProvider, x.ProviderKey }));
        to.CreateTable("site_account_tokens", t => new
        {
            UserId = t.Column<string>(),
            LoginProvider = t.Column<string>(),
            Name = t.Column<string>(),
            Value = t.Column<string>(nullable: true),
        }, constraints: t => t.PrimaryKey("pk_site_account_tokens", x => new { x.UserId, x.LoginProvider, x.Name }));
    }

    private static void Entrance(MigrationBuilder to)
    {
        to.CreateTable("site_access", t => new { AccountId = t.Column<string>(), Project = t.Column<string>(), Role = t.Column<int>() },
            constraints: t => t.PrimaryKey("pk_site_access", x => new { x.AccountId, x.Project }));
        to.CreateTable("site_invitations", t => new
        {
            Hash = t.Column<string>(),
            Project = t.Column<string>(),
            Role = t.Column<int>(),
            Admin = t.Column<bool>(),
            Expires = t.Column<long>(),
            InvitedBy = t.Column<string>(),
            TakenBy = t.Column<string>(nullable: true),
        }, constraints: t => t.PrimaryKey("pk_site_invitations", x => x.Hash));
        to.CreateTable("site_api_keys", t => new
        {
            Hash = t.Column<string>(),
            AccountId = t.Column<string>(),
            Project = t.Column<string>(),
            Scopes = t.Column<string>(),
            Beginning = t.Column<string>(),
            Since = t.Column<long>(),
            Revoked = t.Column<long>(nullable: true),
        }, constraints: t => t.PrimaryKey("pk_site_api_keys", x => x.Hash));
        to.CreateIndex("ix_site_api_keys_account", "site_api_keys", "AccountId");
    }

    private static void Rest(MigrationBuilder to)
    {
        to.CreateTable("site_projects", t => new { Project = t.Column<string>(), Settings = t.Column<string>() }, constraints: t => t.PrimaryKey("pk_site_projects", x => x.Project));
        to.CreateTable("site_keys", t => new { Id = t.Column<string>(), Content = t.Column<byte[]>() }, constraints: t => t.PrimaryKey("pk_site_keys", x => x.Id));
        to.CreateTable("site_audit", t => new
        {
            Sequence = t.Column<long>(),
            Time = t.Column<long>(),
            Actor = t.Column<string>(),
            Action = t.Column<string>(),
            Subject = t.Column<string>(),
            Before = t.Column<string>(nullable: true),
            After = t.Column<string>(nullable: true),
            Previous = t.Column<string>(),
            Hash = t.Column<string>(),
        }, constraints: t => t.PrimaryKey("pk_site_audit", x => x.Sequence));
        to.CreateIndex("ix_site_audit_previous", "site_audit", "Previous", unique: true);
    }
}
