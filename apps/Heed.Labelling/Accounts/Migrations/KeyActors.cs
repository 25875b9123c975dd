using Heed.Feedback.Events;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Heed.Labelling.Accounts.Migrations;

/// <summary>A key says who or what answers with it; keys of before are people's, as their answers are.</summary>
[DbContext(typeof(SiteContext))]
[Migration("0004-key-actors")]
internal sealed class KeyActors : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AddColumn<string>("Actor", "site_api_keys", nullable: false, defaultValue: nameof(ActorKind.Human));
}
