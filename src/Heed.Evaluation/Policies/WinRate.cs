using Heed.Evaluation.Statistics;

namespace Heed.Evaluation.Policies;

/// <summary>How one system did against another over the same prompts.</summary>
public sealed record WinRate(int Wins, int Ties, int Losses)
{
    /// <summary>Differences smaller than this in absolute value are ties.</summary>
    public static WinRate Of(IReadOnlyList<double> first, IReadOnlyList<double> second, double tie = 0)
    {
        if (first.Count != second.Count) throw new ArgumentException($"expected as many values on both sides, found {first.Count} and {second.Count}");
        int wins = 0, losses = 0;
        for (var i = 0; i < first.Count; i++)
        {
            if (first[i] - second[i] > tie) wins++;
            else if (second[i] - first[i] > tie) losses++;
        }
        return new WinRate(wins, first.Count - wins - losses, losses);
    }

    public int Count => Wins + Ties + Losses;

    /// <summary>A tie counts ½.</summary>
    public double Rate => (Wins + Ties / 2.0) / Count;

    /// <summary>Standard error of the rate from the sample variance of 1, ½ and 0.</summary>
    public double StandardError
    {
        get
        {
            var squares = Wins * (1 - Rate) * (1 - Rate) + Ties * (0.5 - Rate) * (0.5 - Rate) + Losses * Rate * Rate;
            return Math.Sqrt(squares / (Count - 1) / Count);
        }
    }

    /// <summary>Wins over the pairs that were decided.</summary>
    public double DecidedOnly => Wins / (double)(Wins + Losses);

    /// <summary>The rate with its Wilson interval.</summary>
    public Measurement Interval => WilsonInterval.Of(Wins + Ties / 2.0, Count);
}
