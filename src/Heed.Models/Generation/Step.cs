using Heed.Models.Generation.Sampling;
using Heed.Models.Generation.Speculation;
using Heed.Runs;

namespace Heed.Models.Generation;

/// <summary>What one pass through the model computes: rows of tokens, and the sequences that draw from the logits of some of them.</summary>
internal sealed class Step
{
    private readonly List<int> _firstDraw = [];

    public List<StepRow> Rows { get; } = [];

    /// <summary>Rows whose logits are needed, ascending.</summary>
    public List<int> LogitRows { get; } = [];

    /// <summary>Who draws, by row of logits; several sequences may draw from the same one.</summary>
    public List<DrawTask> Draws { get; } = [];

    /// <summary>The drawn tokens, in the order of <see cref="Draws"/>.</summary>
    public Draw[] Drawn { get; private set; } = [];

    public void Clear()
    {
        Rows.Clear();
        LogitRows.Clear();
        Draws.Clear();
        _firstDraw.Clear();
    }

    /// <summary>These sequences draw from the logits of the row added last.</summary>
    public void DrawFromLast(params IEnumerable<Sequence> sequences) =>
        DrawFromLast(sequences.Select(s => new DrawTask(s, 0, null, s.Request.Random)));

    /// <summary>The same, with what is judged.</summary>
    public void DrawFromLast(params IEnumerable<DrawTask> draws)
    {
        LogitRows.Add(Rows.Count - 1);
        _firstDraw.Add(Draws.Count);
        Draws.AddRange(draws);
        if (Drawn.Length < Draws.Count) Drawn = new Draw[2 * Draws.Count];
    }

    /// <summary>Indices into <see cref="Draws"/>.</summary>
    public IEnumerable<int> DrawsFrom(int logitRow)
    {
        var end = logitRow + 1 < _firstDraw.Count ? _firstDraw[logitRow + 1] : Draws.Count;
        return Enumerable.Range(_firstDraw[logitRow], end - _firstDraw[logitRow]);
    }
}

/// <summary>One draw from a row of logits.</summary>
/// <param name="Ahead">How many guesses stand between the sequence and this row.</param>
/// <param name="Guess">What is judged; null: nothing, the token is drawn freely.</param>
/// <param name="Random">What it is drawn with.</param>
internal readonly record struct DrawTask(Sequence Sequence, int Ahead, Guess? Guess, SeededRandom Random);
