using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Heed.Feedback.Store.Migrations;

/// <summary>
/// Items that only some raters are asked about; and whether an item wants another rater as a column of its own. The indexes over open items hang on that alone: a
/// counter that changes without it leaves them as they are, where PostgreSQL wrote every change into each of them.
/// </summary>
[DbContext(typeof(FeedbackContext))]
[Migration("0002-wanted-items")]
internal sealed class WantedItems : Migration
{
    private const string Wanted = "GENERATED ALWAYS AS (CASE WHEN slots > 0 AND aside = 0 THEN 1 ELSE 0 END)", Filter = "wanted = 1";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("cohort", "queue", nullable: true);
        migrationBuilder.AddColumn<string>("cohorts", "memberships", defaultValue: "", nullable: false);
        foreach (var index in new[] { "ix_queue_open", "ix_queue_scored", "ix_queue_random" }) migrationBuilder.DropIndex(index, "queue");
        // Room on each page for the next state of a row: then it stays where the indexes say.
        migrationBuilder.Sql(ActiveProvider!.EndsWith("Sqlite", StringComparison.Ordinal)
            ? $"ALTER TABLE queue ADD COLUMN wanted INTEGER {Wanted} VIRTUAL;"
            : $"ALTER TABLE queue ADD COLUMN wanted integer {Wanted} STORED; ALTER TABLE queue SET (fillfactor = 50); ALTER TABLE assignments SET (fillfactor = 70);");
        migrationBuilder.CreateIndex("ix_queue_open", "queue", ["project", "purpose", "priority", "shuffle"], filter: Filter, descending: [false, false, true, false]);
        migrationBuilder.CreateIndex("ix_queue_scored", "queue", ["project", "purpose", "priority", "score", "shuffle"], filter: Filter, descending: [false, false, true, true, false]);
        migrationBuilder.CreateIndex("ix_queue_random", "queue", ["project", "purpose", "shuffle"], filter: Filter);
    }
}
