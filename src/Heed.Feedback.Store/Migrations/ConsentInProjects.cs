using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Heed.Feedback.Store.Migrations;

/// <summary>A consent text is a project's: who agreed to one has not agreed to another's. What was agreed to before counts wherever the rater works.</summary>
[DbContext(typeof(FeedbackContext))]
[Migration("0004-consent-in-projects")]
internal sealed class ConsentInProjects : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("consent", "memberships", nullable: true);
        migrationBuilder.Sql("UPDATE memberships SET consent = (SELECT r.consent FROM raters r WHERE r.id = memberships.rater);");
    }
}
