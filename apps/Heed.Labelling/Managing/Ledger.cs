using System.Collections.Concurrent;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Reports;
using Heed.Feedback.Store;

namespace Heed.Labelling.Managing;

/// <summary>The record as the figures need it: read on from where it was left, kept in memory, forgotten where something was erased.</summary>
public sealed class Ledger(FeedbackStore store)
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<string, List<FeedbackEvent>> _events = [];
    private readonly Dictionary<string, ProjectRecord> _records = [];
    private readonly ConcurrentDictionary<string, FeedbackItem> _items = [];
    private long _at;

    /// <summary>What happened in a project up to now.</summary>
    public async Task<ProjectRecord> ReadAsync(string project, CancellationToken cancellation = default)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            await ReadOnAsync(cancellation);
            if (!_records.TryGetValue(project, out var record))
                _records[project] = record = new ProjectRecord(project, _at, _events.GetValueOrDefault(project)?.ToArray() ?? [], _items);
            return record;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Reads everything anew the next time: something was erased.</summary>
    public void Forget()
    {
        _gate.Wait();
        Clear();
        _gate.Release();
    }

    private void Clear()
    {
        _events.Clear();
        _records.Clear();
        _at = 0;
    }

    private async Task ReadOnAsync(CancellationToken cancellation)
    {
        var fresh = new List<RecordedEvent>();
        await foreach (var one in store.Log.ReadAsync(_at, cancellation)) fresh.Add(one);
        if (fresh.Count == 0) return;
        if (_at > 0 && fresh.Any(e => e.Event is Erased))
        {
            Clear();
            await ReadOnAsync(cancellation);
            return;
        }
        foreach (var one in fresh)
        {
            if (!_events.TryGetValue(one.Event.Project, out var list)) _events[one.Event.Project] = list = [];
            list.Add(one.Event);
            _records.Remove(one.Event.Project);
            _at = one.Sequence;
        }
        if (fresh.Any(e => e.Event.ItemId is { } id && !_items.ContainsKey(id)))
            await foreach (var item in store.Log.ItemsAsync(cancellation)) _items.TryAdd(item.Id, item);
    }
}

/// <summary>A project's events, in order, and the items they are about.</summary>
public sealed record ProjectRecord(string Project, long At, IReadOnlyList<FeedbackEvent> Events, IReadOnlyDictionary<string, FeedbackItem> Items)
{
    private readonly Lock _gate = new();
    private IReadOnlyList<Answered>? _standing, _counted;
    private IReadOnlyList<QuestionAgreement>? _agreement;
    private FeedbackResult? _judged;

    /// <summary>The answers that stand.</summary>
    public IReadOnlyList<Answered> Standing => _standing ??= StandingAnswers.Of(Events);

    /// <summary>Those that figures are made of: neither known before, nor a reviewer's who settles.</summary>
    public IReadOnlyList<Answered> Counted => _counted ??= [.. Standing.Where(a => a.Counts)];

    /// <summary>What the votes on comparisons are worth; fitted once for all who ask before the next event.</summary>
    public FeedbackResult Judged
    {
        get
        {
            lock (_gate) return _judged ??= new FeedbackAnalysis().Run(Items.Values.OfType<Comparison>(), ComparisonVote.Of(Events));
        }
    }

    /// <summary>How far raters agree on each question; measured once for all who ask before the next event.</summary>
    public IReadOnlyList<QuestionAgreement> Agreement
    {
        get
        {
            lock (_gate) return _agreement ??= QuestionAgreement.Of(this);
        }
    }
}
