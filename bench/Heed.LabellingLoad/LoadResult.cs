namespace Heed.LabellingLoad;

/// <summary>What a run showed.</summary>
/// <param name="AnswersPerSecond">Items fetched and answered, durable, a second.</param>
/// <param name="P50">Median time of fetching and answering an item, in milliseconds.</param>
/// <param name="Whole">Whether every promise held.</param>
internal sealed record LoadResult(int Raters, int Items, int Overlap, string Database, bool Trouble, int Kills, double Seconds, double AnswersPerSecond, double P50, double P99, Check Check, bool Whole)
{
    public static LoadResult Of(Load load, List<double> times, TimeSpan elapsed, int kills, Check check)
    {
        times.Sort();
        double At(double share) => times.Count == 0 ? 0 : Math.Round(times[Math.Min(times.Count - 1, (int)(share * times.Count))], 2);
        return new LoadResult(load.Raters, load.Items, load.Overlap, load.Database is null ? "SQLite" : "PostgreSQL", load.Trouble, kills, Math.Round(elapsed.TotalSeconds, 1),
            Math.Round(times.Count / elapsed.TotalSeconds, 1), At(0.5), At(0.99), check, check is { Lost: 0, Twice: 0, Unacknowledged: 0, WrongItems: 0 });
    }
}
