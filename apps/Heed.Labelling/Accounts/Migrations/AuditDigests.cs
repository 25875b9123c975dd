using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Heed.Labelling.Accounts.Migrations;

/// <summary>Audit entries are chained by salted digests, so that names can go and the chain stays.</summary>
[DbContext(typeof(SiteContext))]
[Migration("0003-audit-digests")]
internal sealed class AuditDigests : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("Salt", "site_audit", nullable: true);
        migrationBuilder.AddColumn<string>("Digest", "site_audit", nullable: true);
    }
}
