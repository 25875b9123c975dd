using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Microsoft.EntityFrameworkCore;

namespace Heed.Feedback.Store.Queue;

/// <summary>Which items of a queue are looked at: each a number of <see cref="QueueHealth"/>.</summary>
public enum QueuePart
{
    /// <summary>All items to label.</summary>
    Items,
    /// <summary>Those that want more raters.</summary>
    Open,
    /// <summary>Those in somebody's hands, once a rater.</summary>
    Leased,
    /// <summary>Those with all the answers they want.</summary>
    Complete,
    /// <summary>Those skipped too often.</summary>
    SetAside,
    /// <summary>Those whose leases ran out, once a lease.</summary>
    Expired,
    /// <summary>Those whose answer is known.</summary>
    Gold,
    /// <summary>Those for practice.</summary>
    Practice,
}

/// <summary>An item in a queue.</summary>
/// <param name="Wanted">Raters it still wants.</param>
/// <param name="Leased">Raters who hold it.</param>
public sealed record QueuedEntry(FeedbackItem Item, Purpose Purpose, int Wanted, int Leased, int Answers, int Skips);

/// <summary>Some items of a part of a queue, and how many there are in all.</summary>
public sealed record QueueListing(int Total, IReadOnlyList<QueuedEntry> Entries)
{
    internal static async Task<QueueListing> OfAsync(FeedbackContext context, string project, QueuePart part, int skip, int take, CancellationToken cancellation)
    {
        var expired = context.Assignments.AsNoTracking().Where(a => a.Project == project && a.State == AssignmentState.Expired);
        var queue = Of(context.Queue.AsNoTracking().Where(q => q.Project == project), part, expired);
        var total = part switch
        {
            QueuePart.Leased => await queue.SumAsync(q => q.Leased, cancellation),
            QueuePart.Expired => await expired.CountAsync(cancellation),
            _ => await queue.CountAsync(cancellation),
        };
        var rows = await queue.OrderByDescending(q => q.Priority).ThenBy(q => q.ItemId).Skip(skip).Take(take)
            .Join(context.Items, q => q.ItemId, i => i.Id, (q, i) => new { Row = q, i.Content }).OrderByDescending(r => r.Row.Priority).ThenBy(r => r.Row.ItemId).ToListAsync(cancellation);
        return new QueueListing(total, [.. rows.Select(r => new QueuedEntry(FeedbackJson.ReadItem(r.Content), Enum.Parse<Purpose>(r.Row.Purpose), Math.Max(0, r.Row.Slots), r.Row.Leased, r.Row.Answers, r.Row.Skips))]);
    }

    private static IQueryable<QueueRow> Of(IQueryable<QueueRow> queue, QueuePart part, IQueryable<AssignmentRow> expired)
    {
        var label = queue.Where(q => q.Purpose == nameof(Purpose.Label));
        return part switch
        {
            QueuePart.Items => label,
            QueuePart.Open => label.Where(q => q.Slots > 0 && q.Aside == 0),
            QueuePart.Leased => queue.Where(q => q.Leased > 0),
            QueuePart.Complete => label.Where(q => q.Slots <= 0 && q.Leased == 0 && q.Aside == 0),
            QueuePart.SetAside => label.Where(q => q.Aside != 0),
            QueuePart.Expired => queue.Where(q => expired.Any(a => a.ItemId == q.ItemId)),
            QueuePart.Gold => queue.Where(q => q.Purpose == nameof(Purpose.Gold)),
            _ => queue.Where(q => q.Purpose == nameof(Purpose.Practice)),
        };
    }
}
