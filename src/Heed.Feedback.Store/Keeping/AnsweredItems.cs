using System.Runtime.CompilerServices;
using Heed.Feedback.Events;
using Heed.Feedback.Exports;
using Heed.Feedback.Store.Databases;
using Microsoft.EntityFrameworkCore;

namespace Heed.Feedback.Store.Keeping;

/// <summary>Reads items with their answers, some hundred at a time.</summary>
internal sealed class AnsweredItems(Database database)
{
    public async IAsyncEnumerable<AnsweredItem> ReadAsync(string? project, long upTo, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var after = 0L; ;)
        {
            var items = await SomeAsync(after, cancellation);
            if (items.Count == 0) yield break;
            after = items[^1].Sequence;
            var events = await EventsAsync(project, upTo, [.. items.Select(i => i.Id)], cancellation);
            foreach (var item in items)
                if (Standing(events[item.Id]) is { Count: > 0 } answers) yield return new AnsweredItem(FeedbackJson.ReadItem(item.Content), answers);
        }
    }

    private Task<List<ItemRow>> SomeAsync(long after, CancellationToken cancellation) => database.GuardAsync(async () =>
    {
        await using var context = database.Context();
        return await context.Items.AsNoTracking().Where(i => i.Sequence > after).OrderBy(i => i.Sequence).Take(ItemTable.IdsAQuery).ToListAsync(cancellation);
    });

    private Task<ILookup<string, RecordedEvent>> EventsAsync(string? project, long upTo, string[] items, CancellationToken cancellation) => database.GuardAsync(async () =>
    {
        await using var context = database.Context();
        var payloads = await context.Payloads.AsNoTracking()
            .Where(p => (project == null || p.Project == project) && p.ItemId != null && items.Contains(p.ItemId) && p.Sequence <= upTo)
            .OrderBy(p => p.Sequence).Select(p => new { p.Sequence, p.ItemId, p.Content }).ToListAsync(cancellation);
        return payloads.ToLookup(p => p.ItemId!, p => new RecordedEvent(p.Sequence, FeedbackJson.ReadEvent(p.Content)));
    });

    private static List<RecordedAnswer> Standing(IEnumerable<RecordedEvent> events)
    {
        var places = events.ToDictionary(e => e.Event.Id, e => e.Sequence);
        return [.. StandingAnswers.Of(events.Select(e => e.Event)).Select(a => new RecordedAnswer(places[a.Id], a))];
    }
}
