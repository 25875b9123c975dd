using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Heed.Feedback.Store.Migrations;

/// <summary>Pauses belong to a rater in a project. Who was paused before is paused wherever the rater works.</summary>
[DbContext(typeof(FeedbackContext))]
[Migration("0003-pauses-in-projects")]
internal sealed class PausesInProjects : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("paused_for", "memberships", nullable: true);
        migrationBuilder.Sql("UPDATE memberships SET paused_for = (SELECT r.paused_for FROM raters r WHERE r.id = memberships.rater);");
        // As SQL: the library would write SQLite's whole table anew, for which it wants a model of every migration.
        migrationBuilder.Sql("ALTER TABLE raters DROP COLUMN paused_for;");
    }
}
