using Heed.Feedback.Statistics;

namespace Heed.Feedback.Balance;

/// <summary>How many answers each group of raters gave about each kind of item, and whether all groups were asked about the same mixture.</summary>
/// <param name="Attribute">What groups raters, such as "country".</param>
/// <param name="Groups">Rows.</param>
/// <param name="Kinds">Columns: what was asked about, such as the two models whose answers were compared.</param>
/// <param name="Answers">By group, by kind.</param>
/// <param name="P">Of tables so uneven where who is asked does not depend on the group, by <see cref="ChiSquareTest.Independence"/>.</param>
/// <param name="CramersV">√(χ² / all / (the smaller of rows and columns − 1)): 0 the same mixture, 1 each group its own (Cramér 1946).</param>
public sealed record CoverageTable(string Attribute, IReadOnlyList<string> Groups, IReadOnlyList<string> Kinds, IReadOnlyList<IReadOnlyList<int>> Answers, double P, double CramersV)
{
    /// <summary>From single answers; null where there is one group or one kind alone.</summary>
    public static CoverageTable? Of(string attribute, IEnumerable<(string Group, string Kind)> answers)
    {
        var counts = answers.CountBy(a => a).ToDictionary();
        string[] groups = [.. counts.Keys.Select(k => k.Group).Distinct().Order(StringComparer.Ordinal)], kinds = [.. counts.Keys.Select(k => k.Kind).Distinct().Order(StringComparer.Ordinal)];
        if (groups.Length < 2 || kinds.Length < 2) return null;
        int[][] table = [.. groups.Select(g => kinds.Select(k => counts.GetValueOrDefault((g, k))).ToArray())];
        var test = ChiSquareTest.Independence([.. table.Select(row => row.Select(n => (double)n).ToArray())]);
        return new CoverageTable(attribute, groups, kinds, table, test.P, Math.Sqrt(test.ChiSquare / counts.Values.Sum() / (Math.Min(groups.Length, kinds.Length) - 1)));
    }
}
