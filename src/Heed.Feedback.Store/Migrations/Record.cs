using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Migrations.Operations.Builders;

namespace Heed.Feedback.Store.Migrations;

/// <summary>The record, its chain, and the queue. Columns name no type of a server, so that one migration serves all.</summary>
[DbContext(typeof(FeedbackContext))]
[Migration("0001-record")]
internal sealed class Record : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Log(migrationBuilder);
        People(migrationBuilder);
        Queue(migrationBuilder);
        var sqlite = ActiveProvider!.EndsWith("Sqlite", StringComparison.Ordinal);
        foreach (var statement in AppendOnly.Statements(sqlite)) migrationBuilder.Sql(statement);
        migrationBuilder.Sql(sqlite
            ? "INSERT INTO heads (id, sequence, chain) VALUES (1, 0, zeroblob(32));"
            : "INSERT INTO heads (id, sequence, chain) VALUES (1, 0, decode(repeat('00', 32), 'hex'));");
    }

    private static void Log(MigrationBuilder to)
    {
        to.CreateTable("heads", t => new { id = t.Column<int>(), sequence = t.Column<long>(), chain = t.Column<byte[]>() },
            constraints: t => t.PrimaryKey("pk_heads", x => x.id));
        to.CreateTable("events", t => new { sequence = t.Column<long>(), id = t.Column<string>(), kind = t.Column<string>(), time = t.Column<long>(), digest = t.Column<byte[]>(), chain = t.Column<byte[]>() },
            constraints: t => t.PrimaryKey("pk_events", x => x.sequence));
        to.CreateTable("payloads", t => new { sequence = t.Column<long>(), salt = t.Column<byte[]>(), project = t.Column<string>(), item_id = Optional(t), rater = Optional(t), content = t.Column<string>() },
            constraints: t =>
            {
                t.PrimaryKey("pk_payloads", x => x.sequence);
                t.ForeignKey("fk_payloads_events", x => x.sequence, "events", "sequence", onDelete: ReferentialAction.Restrict);
            });
        to.CreateTable("erasures", t => new { sequence = t.Column<long>(), time = t.Column<long>() }, constraints: t => t.PrimaryKey("pk_erasures", x => x.sequence));
        to.CreateTable("items", t => new
        {
            sequence = t.Column<long>().Annotation("Sqlite:Autoincrement", true).Annotation("Npgsql:ValueGenerationStrategy", Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
            id = t.Column<string>(),
            kind = t.Column<string>(),
            prompt_id = t.Column<string>(),
            content = t.Column<string>(),
        }, constraints: t => t.PrimaryKey("pk_items", x => x.sequence));
        to.CreateIndex("ix_events_id", "events", "id", unique: true);
        to.CreateIndex("ix_payloads_rater", "payloads", "rater");
        to.CreateIndex("ix_payloads_item", "payloads", ["project", "item_id"]);
        to.CreateIndex("ix_items_id", "items", "id", unique: true);
    }

    private static void People(MigrationBuilder to)
    {
        to.CreateTable("projects", t => new { id = t.Column<string>(), created = t.Column<long>(), settings = t.Column<string>() }, constraints: t => t.PrimaryKey("pk_projects", x => x.id));
        to.CreateTable("guidelines", t => new { project = t.Column<string>(), version = t.Column<int>(), time = t.Column<long>(), text = t.Column<string>() },
            constraints: t => t.PrimaryKey("pk_guidelines", x => new { x.project, x.version }));
        to.CreateTable("raters", t => new { id = t.Column<string>(), created = t.Column<long>(), paused_for = Optional(t), consent = Optional(t), train_ok = t.Column<int>() },
            constraints: t => t.PrimaryKey("pk_raters", x => x.id));
        to.CreateTable("memberships", t => new { project = t.Column<string>(), rater = t.Column<string>(), acknowledged = t.Column<int>(), opt_outs = t.Column<string>() },
            constraints: t => t.PrimaryKey("pk_memberships", x => new { x.project, x.rater }));
    }

    private static void Queue(MigrationBuilder to)
    {
        to.CreateTable("queue", t => new
        {
            project = t.Column<string>(),
            item_id = t.Column<string>(),
            purpose = t.Column<string>(),
            slots = t.Column<int>(),
            leased = t.Column<int>(),
            answers = t.Column<int>(),
            surplus = t.Column<int>(),
            skips = t.Column<int>(),
            aside = t.Column<int>(),
            priority = t.Column<int>(),
            score = t.Column<double>(),
            shuffle = t.Column<long>(),
            stratum = Optional(t),
            warnings = Optional(t),
            known = Optional(t),
        }, constraints: t => t.PrimaryKey("pk_queue", x => new { x.project, x.item_id }));
        to.CreateTable("assignments", t => new
        {
            token = t.Column<string>(),
            project = t.Column<string>(),
            item_id = t.Column<string>(),
            rater = t.Column<string>(),
            attempt = t.Column<int>(),
            purpose = t.Column<string>(),
            state = t.Column<string>(),
            leased = t.Column<long>(),
            until = t.Column<long>(),
            shown = t.Column<string>(),
            sampling = t.Column<string>(),
            event_id = Optional(t),
            ended = t.Column<long>(nullable: true),
        }, constraints: t => t.PrimaryKey("pk_assignments", x => x.token));
        to.CreateTable("submissions", t => new { rater = t.Column<string>(), key = t.Column<string>(), receipt = t.Column<string>() }, constraints: t => t.PrimaryKey("pk_submissions", x => new { x.rater, x.key }));
        to.CreateTable("drafts", t => new { token = t.Column<string>(), content = t.Column<string>(), time = t.Column<long>() }, constraints: t => t.PrimaryKey("pk_drafts", x => x.token));
        // Only items that want more raters are in these two: what a draw looks through shrinks as the work is done.
        to.CreateIndex("ix_queue_open", "queue", ["project", "purpose", "priority", "shuffle"], filter: "slots > 0 AND aside = 0", descending: [false, false, true, false]);
        to.CreateIndex("ix_queue_scored", "queue", ["project", "purpose", "priority", "score", "shuffle"], filter: "slots > 0 AND aside = 0", descending: [false, false, true, true, false]);
        to.CreateIndex("ix_queue_random", "queue", ["project", "purpose", "shuffle"], filter: "slots > 0 AND aside = 0");
        to.CreateIndex("ix_assignments_item", "assignments", ["project", "item_id", "rater", "attempt"], unique: true);
        to.CreateIndex("ix_assignments_rater", "assignments", ["rater", "project", "state"]);
        to.CreateIndex("ix_assignments_until", "assignments", ["state", "until"]);
    }

    private static OperationBuilder<AddColumnOperation> Optional(ColumnsBuilder columns) => columns.Column<string>(nullable: true);
}
