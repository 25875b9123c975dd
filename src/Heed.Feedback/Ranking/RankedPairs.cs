namespace Heed.Feedback.Ranking;

/// <summary>
/// Several rankings merged into one by ranked pairs (Tideman 1987): the majorities between two items are locked in from the largest, each unless it would close a circle with those
/// locked before. Items between which nothing is locked either way are tied: an even vote makes no preference. What a ranking does not name, it says nothing about.
/// </summary>
public sealed record RankedPairs
{
    /// <summary>Groups of tied items, best first.</summary>
    /// <param name="items">Number of items.</param>
    /// <param name="rankings">Groups of tied items of each ranking, best first.</param>
    public IReadOnlyList<int[]> Fit(int items, IEnumerable<IReadOnlyList<IReadOnlyList<int>>> rankings)
    {
        var margin = Margins(items, rankings);
        var above = new bool[items, items];
        var majorities = Enumerable.Range(0, items).SelectMany(i => Enumerable.Range(0, items).Select(j => (Winner: i, Loser: j, Margin: margin[i, j])))
            .Where(m => m.Margin > 0).GroupBy(m => m.Margin).OrderByDescending(g => g.Key);
        foreach (var equal in majorities) Lock(above, [.. equal.Select(m => (m.Winner, m.Loser))]);
        return Groups(above);
    }

    /// <summary>Majorities of the same size are locked in together; those that would close a circle with the rest of them are left out, all of them.</summary>
    private static void Lock(bool[,] above, (int Winner, int Loser)[] majorities)
    {
        var tried = (bool[,])above.Clone();
        foreach (var (winner, loser) in majorities.Where(m => !above[m.Loser, m.Winner])) Join(tried, winner, loser);
        foreach (var (winner, loser) in majorities.Where(m => !above[m.Loser, m.Winner] && !tried[m.Loser, m.Winner])) Join(above, winner, loser);
    }

    /// <summary>Everything from the winner up is above everything from the loser down.</summary>
    private static void Join(bool[,] above, int winner, int loser)
    {
        var n = above.GetLength(0);
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                if ((i == winner || above[i, winner]) && (j == loser || above[loser, j])) above[i, j] = true;
    }

    private static double[,] Margins(int items, IEnumerable<IReadOnlyList<IReadOnlyList<int>>> rankings)
    {
        var margin = new double[items, items];
        foreach (var ranking in rankings)
            for (var place = 0; place < ranking.Count; place++)
                foreach (var better in ranking[place])
                    foreach (var worse in ranking.Skip(place + 1).SelectMany(group => group))
                    {
                        margin[better, worse]++;
                        margin[worse, better]--;
                    }
        return margin;
    }

    /// <summary>Items with nothing left above them, again and again.</summary>
    private static List<int[]> Groups(bool[,] above)
    {
        var left = Enumerable.Range(0, above.GetLength(0)).ToHashSet();
        var groups = new List<int[]>();
        while (left.Count > 0)
        {
            int[] top = [.. left.Where(i => !left.Any(j => above[j, i])).Order()];
            groups.Add(top);
            left.ExceptWith(top);
        }
        return groups;
    }
}
