namespace Heed.Models.Generation;

/// <summary>The sequences that answer one prompt, which runs through the model once for all of them.</summary>
internal sealed class PromptGroup
{
    private Queue<Sequence> _waiting;
    private int _unfinished;

    public PromptGroup(int[] prompt, PageList pages, IEnumerable<Sequence> sequences)
    {
        (Prompt, Pages, _waiting) = (prompt, pages, new Queue<Sequence>(sequences));
        _unfinished = _waiting.Count;
        foreach (var sequence in _waiting) sequence.Group = this;
    }

    public int[] Prompt { get; }

    /// <summary>The prompt's pages, until the last sequence takes them over.</summary>
    public PageList Pages { get; }

    /// <summary>Pages set aside for the prompt as long as one of its sequences lives.</summary>
    public int ReservedPages { get; set; }

    /// <summary>How many of the prompt's positions have their keys and values in <see cref="Pages"/>.</summary>
    public int Cached { get; private set; }

    /// <summary>Sequences with a slot that wait for the logits after the prompt.</summary>
    public List<Sequence> Starting { get; } = [];

    /// <summary>The next sequence without a slot, or null.</summary>
    public Sequence? Next => _waiting.TryPeek(out var next) ? next : null;

    public bool IsPromptCached => Cached == Prompt.Length;

    /// <summary>Gives the next waiting sequence its slot. Where the prompt has run already, its last token runs again for the logits.</summary>
    public void StartNext()
    {
        Starting.Add(_waiting.Dequeue());
        Cached = Math.Min(Cached, Prompt.Length - 1);
    }

    /// <summary>The next <paramref name="count"/> tokens of the prompt have run.</summary>
    public void Advance(int count) => Cached += count;

    /// <summary>
    /// The logits after the prompt are there: the starting sequences go on with pages of their own, the very last one with the group's.
    /// </summary>
    public Sequence[] Begin()
    {
        Sequence[] begun = [.. Starting];
        Starting.Clear();
        for (var i = 0; i < begun.Length; i++)
            begun[i].Pages = i == begun.Length - 1 && Next is null ? Pages : Pages.Fork(Prompt.Length);
        return begun;
    }

    /// <summary>Takes out the cancelled sequences that have not begun.</summary>
    public List<Sequence> DropCancelled()
    {
        List<Sequence> dropped = [.. Starting.Concat(_waiting).Where(s => s.Stop.IsCancelled)];
        if (dropped.Count == 0) return dropped;
        Starting.RemoveAll(dropped.Contains);
        _waiting = new Queue<Sequence>(_waiting.Where(s => !dropped.Contains(s)));
        if (Starting.Count == 0 && Next is null) Pages.Return();
        return dropped;
    }

    /// <summary>One of its sequences is over. Returns whether it was the last.</summary>
    public bool Finish() => --_unfinished == 0;
}
