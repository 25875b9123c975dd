using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Heed.Feedback.Store;

/// <summary>The tables of a feedback database, the same on every server.</summary>
internal sealed class FeedbackContext(DbContextOptions<FeedbackContext> options) : DbContext(options)
{
    public DbSet<HeadRow> Heads => Set<HeadRow>();
    public DbSet<EventRow> Events => Set<EventRow>();
    public DbSet<PayloadRow> Payloads => Set<PayloadRow>();
    public DbSet<ErasureRow> Erasures => Set<ErasureRow>();
    public DbSet<ItemRow> Items => Set<ItemRow>();
    public DbSet<ProjectRow> Projects => Set<ProjectRow>();
    public DbSet<GuidelinesRow> Guidelines => Set<GuidelinesRow>();
    public DbSet<RaterRow> Raters => Set<RaterRow>();
    public DbSet<MembershipRow> Memberships => Set<MembershipRow>();
    public DbSet<QueueRow> Queue => Set<QueueRow>();
    public DbSet<AssignmentRow> Assignments => Set<AssignmentRow>();
    public DbSet<SubmissionRow> Submissions => Set<SubmissionRow>();
    public DbSet<DraftRow> Drafts => Set<DraftRow>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<HeadRow>().ToTable("heads").Property(h => h.Id).ValueGeneratedNever();
        model.Entity<EventRow>(one =>
        {
            one.ToTable("events").HasKey(e => e.Sequence);
            one.Property(e => e.Sequence).ValueGeneratedNever();
            one.HasIndex(e => e.Id).IsUnique();
        });
        model.Entity<PayloadRow>(one =>
        {
            one.ToTable("payloads").HasKey(p => p.Sequence);
            one.Property(p => p.Sequence).ValueGeneratedNever();
            one.HasOne<EventRow>().WithOne().HasForeignKey<PayloadRow>(p => p.Sequence).OnDelete(DeleteBehavior.Restrict);
            one.HasIndex(p => p.Rater);
            one.HasIndex(p => new { p.Project, p.ItemId });
        });
        model.Entity<ErasureRow>(one =>
        {
            one.ToTable("erasures").HasKey(e => e.Sequence);
            one.Property(e => e.Sequence).ValueGeneratedNever();
        });
        model.Entity<ItemRow>(item =>
        {
            item.ToTable("items").HasKey(i => i.Sequence);
            item.HasIndex(i => i.Id).IsUnique();
        });
        model.Entity<ProjectRow>().ToTable("projects");
        model.Entity<GuidelinesRow>().ToTable("guidelines").HasKey(g => new { g.Project, g.Version });
        model.Entity<RaterRow>().ToTable("raters");
        model.Entity<MembershipRow>().ToTable("memberships").HasKey(m => new { m.Project, m.Rater });
        QueueTables(model);
        foreach (var table in model.Model.GetEntityTypes())
            foreach (var property in table.GetProperties()) property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
    }

    private static void QueueTables(ModelBuilder model)
    {
        model.Entity<QueueRow>(one =>
        {
            one.ToTable("queue").HasKey(q => new { q.Project, q.ItemId });
            one.HasIndex(q => new { q.Project, q.Purpose, q.Priority, q.Shuffle }).IsDescending(false, false, true, false);
        });
        model.Entity<AssignmentRow>(one =>
        {
            one.ToTable("assignments").HasKey(a => a.Token);
            one.HasIndex(a => new { a.Project, a.ItemId, a.Rater, a.Attempt }).IsUnique();
            one.HasIndex(a => new { a.Rater, a.Project, a.State });
            one.HasIndex(a => new { a.State, a.Until });
        });
        model.Entity<SubmissionRow>().ToTable("submissions").HasKey(s => new { s.Rater, s.Key });
        model.Entity<DraftRow>().ToTable("drafts").HasKey(d => d.Token);
    }
}
