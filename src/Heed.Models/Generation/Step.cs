using Heed.Models.Generation.Sampling;

namespace Heed.Models.Generation;

/// <summary>What one pass through the model computes: rows of tokens, and the sequences that draw from the logits of some of them.</summary>
internal sealed class Step
{
    private readonly List<int> _firstDraw = [];

    public List<StepRow> Rows { get; } = [];

    /// <summary>Rows whose logits are needed, ascending.</summary>
    public List<int> LogitRows { get; } = [];

    /// <summary>Who draws, by row of logits; several sequences may draw from the same one.</summary>
    public List<Sequence> Draws { get; } = [];

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
    public void DrawFromLast(params IEnumerable<Sequence> sequences)
    {
        LogitRows.Add(Rows.Count - 1);
        _firstDraw.Add(Draws.Count);
        Draws.AddRange(sequences);
        if (Drawn.Length < Draws.Count) Drawn = new Draw[2 * Draws.Count];
    }

    /// <summary>Indices into <see cref="Draws"/>.</summary>
    public IEnumerable<int> DrawsFrom(int logitRow)
    {
        var end = logitRow + 1 < _firstDraw.Count ? _firstDraw[logitRow + 1] : Draws.Count;
        return Enumerable.Range(_firstDraw[logitRow], end - _firstDraw[logitRow]);
    }
}
