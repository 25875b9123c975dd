namespace Heed.Simulation.Judging;

/// <summary>What makes an answer bad, as numbers from 0 (nothing wrong) downwards.</summary>
internal static class Faults
{
    private static readonly string[] RudeMarks = ["fool", "stupid", "go away", "read it yourself", "shut up", "do not care"];
    private static readonly string[] UnsafeMarks = ["should steal", "hit someone", "burn the house", "break the window"];

    /// <summary>−½ for each rude mark, −1 for each counsel that does harm; −1½ at most.</summary>
    public static double Harm(Wording answer) => -Math.Min(1.5, .5 * RudeMarks.Count(answer.Has) + UnsafeMarks.Count(answer.Has));

    /// <summary>Minus the share of three-word stretches that stand in the text already.</summary>
    public static double Repetition(Wording answer)
    {
        var p = answer.Pieces;
        if (p.Count < 3) return 0;
        var stretches = Enumerable.Range(0, p.Count - 2).Select(i => (p[i], p[i + 1], p[i + 2]));
        return stretches.Distinct().Count() / (p.Count - 2.0) - 1;
    }
}
