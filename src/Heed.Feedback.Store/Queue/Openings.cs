using System.Collections.Concurrent;
using Heed.Feedback.Store.Writing;

namespace Heed.Feedback.Store.Queue;

/// <summary>An item that a rater could get.</summary>
/// <param name="Slots">How many more raters it wanted when it was looked at.</param>
/// <param name="Cohort">Who alone may get it; null: everybody.</param>
/// <param name="Expired">The rater's own lease on it that ran out.</param>
internal sealed record Opening(string ItemId, string? Warnings, string? Cohort, string? Expired, int Slots);

/// <summary>
/// Where the open items of a project begin, so that nobody looks through those that are done; and what was done to their places since the last asking ahead:
/// what was asked then does not show it.
/// </summary>
internal sealed class Openings
{
    private readonly ConcurrentDictionary<string, (int Priority, long Shuffle)> _first = [];
    private readonly Dictionary<(string Project, string Item), int> _taken = [];
    private (WriteTransaction? Transaction, int Asked) _since;

    /// <summary>Whether an opening that was seen at the last asking is still one.</summary>
    public bool Holds(WriteTransaction transaction, string project, Opening opening) => Since(transaction).GetValueOrDefault((project, opening.ItemId)) < opening.Slots;

    /// <summary>A place of the item was taken.</summary>
    public void Take(WriteTransaction transaction, string project, string item) =>
        Since(transaction)[(project, item)] = Since(transaction).GetValueOrDefault((project, item)) + 1;

    /// <summary>Nobody knows how many places are left: perhaps an item before the first open one is open again.</summary>
    public void Forget(WriteTransaction transaction, string project, string item)
    {
        Since(transaction)[(project, item)] = int.MaxValue / 2;
        Forget(project);
    }

    public void Forget(string project) => _first.TryRemove(project, out _);

    /// <summary>Before this place of the queue nothing is open.</summary>
    public void Begin(string project, (int Priority, long Shuffle) first) => _first[project] = first;

    /// <summary>Where the open items begin; null where nobody looked since one was opened again. Any thread may ask.</summary>
    public (int Priority, long Shuffle)? First(string project) => _first.TryGetValue(project, out var first) ? first : null;

    private Dictionary<(string, string), int> Since(WriteTransaction transaction)
    {
        if (_since == (transaction, transaction.Asked)) return _taken;
        _since = (transaction, transaction.Asked);
        _taken.Clear();
        return _taken;
    }
}
