using MathNet.Numerics.Distributions;
using Heed.Feedback.Statistics;

namespace Heed.Feedback.Ranking;

/// <summary>
/// TrueSkill for two (Herbrich, Minka and Graepel 2007): each item's skill is normal with mean μ and deviation σ, performance adds noise β, a difference of less than ε is a draw,
/// and skills wander by τ between contests. Each contest moves the beliefs by the moments of the truncated difference. Depends on the order, as <see cref="Elo"/> does; σ says how
/// little is known.
/// </summary>
public sealed record TrueSkill
{
    /// <summary>Mean before any contest.</summary>
    public double Mu { get; init; } = 25;

    /// <summary>Deviation before any contest.</summary>
    public double Sigma { get; init; } = 25.0 / 3;

    /// <summary>Noise of a performance: this much more skill wins four of five.</summary>
    public double Beta { get; init; } = 25.0 / 6;

    /// <summary>Deviation added before every contest.</summary>
    public double Tau { get; init; } = 25.0 / 300;

    /// <summary>Share of draws between equals; sets ε = Φ⁻¹((p + 1) / 2) √2 β.</summary>
    public double DrawProbability { get; init; } = 0.1;

    /// <summary>What is believed after each contest, by item.</summary>
    public IEnumerable<Estimate[]> Run(int items, IEnumerable<Contest> contests)
    {
        var beliefs = Enumerable.Repeat(new Estimate(Mu, Sigma), items).ToArray();
        var margin = Normal.InvCDF(0, 1, (DrawProbability + 1) / 2) * Math.Sqrt(2) * Beta;
        foreach (var (first, second, outcome) in contests)
        {
            var (winner, loser) = outcome == Outcome.Second ? (second, first) : (first, second);
            (beliefs[winner], beliefs[loser]) = Update(beliefs[winner], beliefs[loser], outcome == Outcome.Tie, margin);
            yield return [.. beliefs];
        }
    }

    private (Estimate Winner, Estimate Loser) Update(Estimate winner, Estimate loser, bool draw, double margin)
    {
        double a = Square(winner.StandardError) + Square(Tau), b = Square(loser.StandardError) + Square(Tau), c = Math.Sqrt(2 * Square(Beta) + a + b);
        double t = (winner.Value - loser.Value) / c, e = margin / c;
        var (v, w) = draw ? Drawn(t, e) : Won(t - e);
        return (new Estimate(winner.Value + a / c * v, Math.Sqrt(a * (1 - a / (c * c) * w))), new Estimate(loser.Value - b / c * v, Math.Sqrt(b * (1 - b / (c * c) * w))));
    }

    /// <summary>Mean shift and variance loss of a standard normal truncated below −x.</summary>
    private static (double V, double W) Won(double x)
    {
        var v = Normal.PDF(0, 1, x) / Math.Max(Normal.CDF(0, 1, x), 1e-300);
        return (v, v * (v + x));
    }

    /// <summary>The same truncated to within ε of zero.</summary>
    private static (double V, double W) Drawn(double t, double e)
    {
        double Density(double x) => Normal.PDF(0, 1, x);
        var inside = Math.Max(Normal.CDF(0, 1, e - t) - Normal.CDF(0, 1, -e - t), 1e-300);
        var v = (Density(-e - t) - Density(e - t)) / inside;
        return (v, v * v + ((e - t) * Density(e - t) + (e + t) * Density(e + t)) / inside);
    }

    private static double Square(double x) => x * x;
}
