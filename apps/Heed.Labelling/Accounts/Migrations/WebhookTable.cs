using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Heed.Labelling.Accounts.Migrations;

/// <summary>Programs that are told what happens.</summary>
[DbContext(typeof(SiteContext))]
[Migration("0002-webhooks")]
internal sealed class WebhookTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable("site_webhooks", t => new
        {
            Id = t.Column<string>(),
            Project = t.Column<string>(),
            Address = t.Column<string>(),
            Types = t.Column<string>(),
            Secret = t.Column<byte[]>(),
            Since = t.Column<long>(),
            Told = t.Column<long>(),
            Failures = t.Column<int>(),
            Next = t.Column<long>(),
            Problem = t.Column<string>(),
            BusyUntil = t.Column<long>(),
            Off = t.Column<bool>(),
        }, constraints: t => t.PrimaryKey("pk_site_webhooks", x => x.Id));
        migrationBuilder.CreateIndex("ix_site_webhooks_project", "site_webhooks", "Project");
    }
}
