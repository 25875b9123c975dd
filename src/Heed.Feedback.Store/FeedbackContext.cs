using Microsoft.EntityFrameworkCore;

namespace Heed.Feedback.Store;

/// <summary>Tables of items and events. Rows are inserted and read, nothing else.</summary>
internal sealed class FeedbackContext(DbContextOptions<FeedbackContext> options) : DbContext(options)
{
    public DbSet<ItemRow> Items => Set<ItemRow>();

    public DbSet<EventRow> Events => Set<EventRow>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<ItemRow>(item =>
        {
            item.ToTable("items").HasKey(i => i.Sequence);
            item.Property(i => i.Sequence).HasColumnName("sequence").ValueGeneratedOnAdd();
            item.Property(i => i.Id).HasColumnName("id");
            item.Property(i => i.Kind).HasColumnName("kind");
            item.Property(i => i.PromptId).HasColumnName("prompt_id");
            item.Property(i => i.Content).HasColumnName("content");
            item.HasAlternateKey(i => i.Id);
        });
        model.Entity<EventRow>(one =>
        {
            one.ToTable("events").HasKey(e => e.Sequence);
            one.Property(e => e.Sequence).HasColumnName("sequence").ValueGeneratedOnAdd();
            one.Property(e => e.Id).HasColumnName("id");
            one.Property(e => e.Kind).HasColumnName("kind");
            one.Property(e => e.Time).HasColumnName("time");
            one.Property(e => e.ItemId).HasColumnName("item_id");
            one.Property(e => e.Rater).HasColumnName("rater");
            one.Property(e => e.Place).HasColumnName("place");
            one.Property(e => e.Content).HasColumnName("content");
            one.HasIndex(e => e.Id).IsUnique();
            one.HasIndex(e => e.Rater);
            one.HasOne<ItemRow>().WithMany().HasForeignKey(e => e.ItemId).HasPrincipalKey(i => i.Id).OnDelete(DeleteBehavior.Restrict);
        });
    }
}
