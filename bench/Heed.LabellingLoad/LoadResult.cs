using System.Diagnostics;

namespace Heed.LabellingLoad;

/// <summary>An item that was fetched and answered; milliseconds that each took, without the pause between.</summary>
/// <param name="Sent">When the answer was sent.</param>
internal readonly record struct Served(long Sent, double Fetch, double Answer);

/// <summary>Half of the waits were shorter than the first, 99 of 100 than the second; milliseconds.</summary>
internal readonly record struct Waits(double P50, double P99)
{
    public static Waits Of(IEnumerable<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        double At(double share) => sorted.Length == 0 ? 0 : Math.Round(sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))], 2);
        return new Waits(At(0.5), At(0.99));
    }
}

/// <summary>What a run showed.</summary>
/// <param name="AnswersPerSecond">Items fetched and answered, durable, a second, after the warm-up.</param>
/// <param name="Both">Fetching and answering an item together.</param>
/// <param name="Whole">Whether every promise held.</param>
internal sealed record LoadResult(int Raters, int Items, int Overlap, string Database, bool Trouble, int Kills, double Seconds, double AnswersPerSecond, Waits Fetch, Waits Answer, Waits Both, Check Check, bool Whole)
{
    public static LoadResult Of(Load load, List<Served> served, long started, TimeSpan elapsed, int kills, Check check)
    {
        var warm = served.Where(s => Stopwatch.GetElapsedTime(started, s.Sent) >= load.WarmUp).ToList();
        return new LoadResult(load.Raters, load.Items, load.Overlap, load.Database is null ? "SQLite" : "PostgreSQL", load.Trouble, kills,
            Math.Round(elapsed.TotalSeconds, 1), Math.Round(warm.Count / (elapsed - load.WarmUp).TotalSeconds, 1),
            Waits.Of(warm.Select(s => s.Fetch)), Waits.Of(warm.Select(s => s.Answer)), Waits.Of(warm.Select(s => s.Fetch + s.Answer)),
            check, check is { Lost: 0, Twice: 0, Unacknowledged: 0, WrongItems: 0 });
    }
}
