using Heed.Models.Generation.Sampling;
using Heed.Models.Generation.Speculation;
using Heed.Runs;

namespace Heed.Models.Generation;

/// <summary>
/// Generates many requests at once: each step runs one token of every sequence in a slot and, in the rest of its rows, prompts that
/// wait to begin. A sequence that is over frees its slot for the next step.
/// </summary>
internal sealed class ContinuousBatch
{
    private readonly GeneratorOptions _options;
    private readonly KeyValueCache _cache;
    private readonly Action<Step> _run;
    private readonly IGuesser? _guesser;
    private readonly List<PromptGroup> _queue;
    private readonly List<PromptGroup> _prefilling = [];
    private readonly List<Sequence> _active = [];
    private readonly Step _step = new();
    private readonly bool _cancellable;
    private int _reserved;

    /// <param name="run">Runs a step's rows through the model and draws from their logits.</param>
    /// <param name="guesser">Guesses tokens ahead; null: nobody does.</param>
    public ContinuousBatch(IReadOnlyCollection<Sequence> sequences, GeneratorOptions options, KeyValueCache cache, Action<Step> run, IGuesser? guesser = null)
    {
        (_options, _cache, _run, _guesser) = (options, cache, run, guesser);
        _cancellable = sequences.Any(s => s.Request.Cancellation.CanBeCanceled);
        _queue = [.. sequences.GroupBy(s => s.Request.Prompt, TokensComparer.Instance).Select(g => new PromptGroup(g.Key, new PageList(cache), g))];
    }

    public bool IsDone => _queue.Count == 0 && _prefilling.Count == 0 && _active.Count == 0;

    private int SlotsTaken => _active.Count + _prefilling.Sum(g => g.Starting.Count);

    /// <summary>One pass through the model.</summary>
    public void Advance(Action<GeneratedToken>? onToken)
    {
        if (_cancellable) DropCancelled();
        FillSlots();
        _guesser?.Guess(_active);
        PlanStep();
        if (_step.Rows.Count == 0) return;
        _run(_step);
        BeginAnswers();
        AcceptDraws(onToken);
    }

    /// <summary>Gives all pages back, whatever state the sequences are in.</summary>
    public void Release()
    {
        foreach (var sequence in _active)
        {
            sequence.Pages!.Return();
            _guesser?.Forget(sequence);
        }
        foreach (var group in _queue.Union(_prefilling)) group.Pages.Return();
    }

    private void DropCancelled()
    {
        foreach (var sequence in _active.Where(s => s.Stop.IsCancelled)) End(sequence, StopReason.Cancelled);
        _active.RemoveAll(s => s.IsOver);
        foreach (var group in _queue.Union(_prefilling))
            foreach (var sequence in group.DropCancelled()) End(sequence, StopReason.Cancelled);
        _prefilling.RemoveAll(g => g.Starting.Count == 0);
        _queue.RemoveAll(g => g.Next is null);
    }

    private void FillSlots()
    {
        while (_queue.Count > 0 && SlotsTaken < _options.Slots && Reserve(_queue[0]))
        {
            var group = _queue[0];
            group.Pages.MakeRoom(group.Prompt.Length);
            group.StartNext();
            if (!_prefilling.Contains(group)) _prefilling.Add(group);
            if (group.Next is null) _queue.RemoveAt(0);
        }
    }

    /// <summary>Sets pages aside for the group's next sequence to its full length, and for the prompt if it is the first.</summary>
    private bool Reserve(PromptGroup group)
    {
        var prompt = group.ReservedPages > 0 ? 0 : KeyValueCache.PagesFor(group.Prompt.Length);
        var own = group.Next!.OwnPages;
        if (_reserved + prompt + own > _cache.Pages) return false;
        _reserved += prompt + own;
        group.ReservedPages += prompt;
        group.Next.ReservedPages = own;
        return true;
    }

    private void PlanStep()
    {
        _step.Clear();
        for (var i = 0; i < _active.Count; i++) PlanSequence(_active[i], _options.RowsAStep - _step.Rows.Count - (_active.Count - 1 - i));
        foreach (var group in _prefilling) PlanPrompt(group, _options.RowsAStep - _step.Rows.Count);
    }

    /// <summary>The token drawn last; more where a sequence starts anew.</summary>
    private void PlanSequence(Sequence sequence, int room)
    {
        sequence.Pages!.MakeRoom(sequence.Length);
        var behind = sequence.Behind;
        var count = Math.Min(behind.Length, room);
        for (var i = 0; i < count; i++) _step.Rows.Add(new StepRow(behind[i], sequence.Cached + i, sequence.Length, sequence.Pages));
        sequence.Advance(count);
        if (count == behind.Length) PlanGuesses(sequence, room - count);
    }

    /// <summary>Each guess runs behind the one before it; the logits before it judge it, and those after the last draw one more token.</summary>
    private void PlanGuesses(Sequence sequence, int room)
    {
        var guesses = sequence.Guesses.Take(room).ToArray();
        if (guesses.Length == 0)
        {
            _step.DrawFromLast(sequence);
            return;
        }
        sequence.Pages!.MakeRoom(sequence.Length + guesses.Length);
        for (var i = 0; i <= guesses.Length; i++)
        {
            _step.DrawFromLast(new DrawTask(sequence, i, i < guesses.Length ? guesses[i] : null, new SeededRandom(sequence.Request.Random.NextUInt64())));
            if (i < guesses.Length) _step.Rows.Add(new StepRow(guesses[i].Token, sequence.Length + i, sequence.Length, sequence.Pages));
        }
    }

    private void PlanPrompt(PromptGroup group, int room)
    {
        var count = Math.Min(group.Prompt.Length - group.Cached, room);
        for (var i = group.Cached; i < group.Cached + count; i++) _step.Rows.Add(new StepRow(group.Prompt[i], i, group.Prompt.Length, group.Pages));
        group.Advance(count);
        if (count > 0 && group.IsPromptCached) _step.DrawFromLast(group.Starting);
    }

    private void BeginAnswers()
    {
        foreach (var group in _prefilling.Where(g => g.IsPromptCached)) _active.AddRange(group.Begin());
        _prefilling.RemoveAll(g => g.IsPromptCached);
    }

    private void AcceptDraws(Action<GeneratedToken>? onToken)
    {
        Sequence? wrong = null;
        foreach (var (task, draw) in _step.Draws.Zip(_step.Drawn))
        {
            var sequence = task.Sequence;
            if (sequence == wrong || sequence.IsOver) continue;          // what follows a wrong guess, or the end, was never said
            if (draw.Token == Draw.NotANumber) throw new NonFiniteLogitsException(sequence.Index);
            if (task.Ahead > 0) sequence.Advance(1);
            if (draw.Token == Draw.None)
            {
                End(sequence, StopReason.NothingAllowed);
                continue;
            }
            if (task.Guess is { } guess)
            {
                sequence.Count(right: draw.Token == guess.Token);
                if (draw.Token != guess.Token) wrong = sequence;
            }
            var token = sequence.Accept(draw);
            if (sequence.IsOver) Free(sequence);
            onToken?.Invoke(token);
        }
        _active.RemoveAll(s => s.IsOver);
    }

    private void End(Sequence sequence, StopReason reason)
    {
        sequence.End(reason);
        Free(sequence);
    }

    private void Free(Sequence sequence)
    {
        sequence.Pages?.Return();
        _guesser?.Forget(sequence);
        _reserved -= sequence.ReservedPages;
        if (sequence.Group!.Finish()) _reserved -= sequence.Group.ReservedPages;
    }
}
