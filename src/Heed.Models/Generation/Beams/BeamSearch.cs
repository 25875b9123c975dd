using Heed.Models.Generation.Sampling;

namespace Heed.Models.Generation.Beams;

/// <summary>
/// Keeps the most probable beginnings of an answer and extends them together (Graves 2012, section 2.6; candidates, ranks and the
/// stopping rule as in Hugging Face's generate). Hypotheses share the pages of what they have in common.
/// </summary>
internal sealed class BeamSearch
{
    private readonly SamplingOptions _options;
    private readonly BeamOptions _beams;
    private readonly ModelPass _pass;
    private readonly ThreadLocal<RowScratch> _scratch;
    private readonly SamplingChain _chain;
    private readonly int _promptLength, _candidates;
    private readonly List<(int[] Tokens, double Score, bool Ended)> _finished = [];
    private readonly int _rowsAStep;
    private readonly int? _restartsAt;
    private List<Hypothesis> _open;

    /// <param name="rowsAStep">A prompt runs in pieces of this many tokens.</param>
    /// <param name="restartsAt">The length at which keys and values must be computed anew, because rotary frequencies change there; null: never.</param>
    public BeamSearch(int[] prompt, SamplingOptions options, BeamOptions beams, PageList pages, ModelPass pass, ThreadLocal<RowScratch> scratch, int rowsAStep, int? restartsAt)
    {
        (_options, _beams, _pass, _scratch, _rowsAStep, _restartsAt) = (options, beams, pass, scratch, rowsAStep, restartsAt);
        (_chain, _promptLength) = (new SamplingChain(options with { Greedy = true }), prompt.Length);
        _candidates = Math.Max(2, 1 + options.EndIds.Length) * beams.Beams;
        _open = [new Hypothesis(prompt, 0, pages)];
    }

    private int Answered => _open[0].Tokens.Length - _promptLength;

    /// <summary>Pages that a search may need at once.</summary>
    public static long PagesNeeded(int prompt, int newTokens, int beams, int? restartsAt) => KeyValueCache.PagesFor(prompt)
        + beams * (long)(KeyValueCache.PagesFor(prompt + newTokens) - (restartsAt is null ? PageList.SharedPages(prompt) : 0) + 1);

    /// <summary>The best answers, at most as many as beams.</summary>
    public IReadOnlyList<(int[] Tokens, double Score, bool Ended)> Run(CancellationToken cancellation)
    {
        RunBefore(_open[0], cancellation);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var best = Extend();
            var length = Answered + 1;
            var last = length == _options.MaxNewTokens;
            Finish(best, length, last);
            var kept = best.Where(e => !last && !_options.EndIds.Contains(e.Token)).Take(_beams.Beams).ToList();
            if (kept.Count == 0 || IsDecided(kept[0].LogProb, length)) break;
            Keep(kept);
            if (length + _promptLength == _restartsAt)
                foreach (var hypothesis in _open)
                {
                    hypothesis.Pages.Renew();
                    RunBefore(hypothesis, cancellation);
                }
        }
        return _finished.Count > 0 ? _finished : [.. _open.Select(h => (h.Tokens[_promptLength..], Score(h.LogProb, Answered), false))];
    }

    /// <summary>Gives all pages back.</summary>
    public void Release()
    {
        foreach (var hypothesis in _open) hypothesis.Pages.Return();
    }

    /// <summary>All tokens but the last one, which the next step takes.</summary>
    private void RunBefore(Hypothesis hypothesis, CancellationToken cancellation)
    {
        var (tokens, _, pages) = hypothesis;
        pages.MakeRoom(tokens.Length);
        for (var low = 0; low < tokens.Length - 1; low += _rowsAStep)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(_rowsAStep, tokens.Length - 1 - low);
            _pass.Run([.. Enumerable.Range(low, count).Select(i => new StepRow(tokens[i], i, tokens.Length, pages))], [], (_, _) => { });
        }
    }

    /// <summary>The best extensions of all hypotheses, best first.</summary>
    private List<Extension> Extend()
    {
        foreach (var h in _open) h.Pages.MakeRoom(h.Tokens.Length);
        var found = new Extension[_open.Count][];
        _pass.Run([.. _open.Select(h => new StepRow(h.Tokens[^1], h.Tokens.Length - 1, h.Tokens.Length, h.Pages))], [.. Enumerable.Range(0, _open.Count)],
            (row, logits) => found[row] = BestOf(row, logits));
        return [.. found.SelectMany(f => f).OrderByDescending(e => e.LogProb).ThenBy(e => e.Parent).ThenBy(e => e.Token).Take(_candidates)];
    }

    private Extension[] BestOf(int parent, ReadOnlySpan<float> logits)
    {
        var (scratch, hypothesis) = (_scratch.Value!, _open[parent]);
        var max = RowMath.Max(logits);
        if (!float.IsFinite(max)) throw new NonFiniteLogitsException(0);
        var logTotal = Math.Log(RowMath.Weights(logits, max, 1, scratch.Masses(logits.Length), scratch.BlockSums));
        var row = scratch.Logits(logits.Length);
        for (var i = 0; i < row.Length; i++) row[i] = (float)(logits[i] - max - logTotal);
        _chain.Adjust(row, new SequenceSoFar(hypothesis.Tokens, _promptLength));
        Span<int> order = stackalloc int[Math.Min(_candidates, row.Length)];
        var count = TopK.Largest(row, order, scratch);
        var best = new List<Extension>(count);
        foreach (var token in order[..count])
            if (row[token] > float.NegativeInfinity) best.Add(new Extension(parent, token, hypothesis.LogProb + row[token]));
        return [.. best];
    }

    /// <summary>Among as many of the best as there are beams, those that are over.</summary>
    private void Finish(List<Extension> best, int length, bool last)
    {
        foreach (var e in best.Take(_beams.Beams))
            if (_options.EndIds.Contains(e.Token) is var ended && (ended || last))
                _finished.Add(([.. _open[e.Parent].Tokens[_promptLength..], e.Token], Score(e.LogProb, length), ended));
        var ranked = _finished.OrderByDescending(f => f.Score).Take(_beams.Beams).ToList();
        _finished.Clear();
        _finished.AddRange(ranked);
    }

    private bool IsDecided(double bestOpen, int length) =>
        _finished.Count >= _beams.Beams && (_beams.EarlyStopping || Score(bestOpen, length) <= _finished[^1].Score);

    /// <summary>The extensions become the open hypotheses; the last child of a parent takes its pages over.</summary>
    private void Keep(List<Extension> kept)
    {
        for (var p = 0; p < _open.Count; p++)
            if (kept.All(e => e.Parent != p)) _open[p].Pages.Return();
        var next = new List<Hypothesis>(kept.Count);
        for (var i = 0; i < kept.Count; i++)
        {
            var parent = _open[kept[i].Parent];
            var isLast = kept.Skip(i + 1).All(e => e.Parent != kept[i].Parent);
            next.Add(new Hypothesis([.. parent.Tokens, kept[i].Token], kept[i].LogProb, isLast ? parent.Pages : parent.Pages.Fork(parent.Tokens.Length)));
        }
        _open = next;
    }

    private double Score(double logProb, int length) => logProb / Math.Pow(length, _beams.LengthPenalty);
}
