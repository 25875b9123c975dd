namespace Heed.Evaluation.Policies;

/// <summary>Where optimisation stood at one step.</summary>
/// <param name="Step">The policy's step.</param>
/// <param name="Kl">KL divergence from the starting policy, nats a response.</param>
/// <param name="Proxy">Mean score of the reward model.</param>
/// <param name="Gold">Mean hidden gold reward, where the caller measured it.</param>
public sealed record OptimisationPoint(long Step, double Kl, double Proxy, double? Gold);

/// <summary>
/// Learned and hidden reward along the optimisation. Over-optimisation is the part of the path where the learned reward climbs on and the
/// hidden one falls (Gao, Schulman and Hilton 2022).
/// </summary>
public sealed class OptimisationPath(IReadOnlyList<OptimisationPoint> points)
{
    private const int Window = 3;

    public IReadOnlyList<OptimisationPoint> Points { get; } = [.. points.OrderBy(p => p.Step)];

    /// <summary>Gold is known at every point.</summary>
    public bool HasGold => Points.Count > 0 && Points.All(p => p.Gold is not null);

    /// <summary>The fit of gold (less its start) over √KL; null with fewer than four points away from the start.</summary>
    public OverOptimisationFit? Fit()
    {
        if (!HasGold) return null;
        var away = Points.Where(p => p.Kl > 0.01).ToArray();
        if (away.Length < 4) return null;
        return OverOptimisationFit.Of(OverOptimisationForm.ReinforcementLearning, [.. away.Select(p => p.Kl)], [.. away.Select(p => p.Gold!.Value - Points[0].Gold!.Value)]);
    }

    /// <summary>
    /// How much of the gold gained at its peak is lost by the end: 0 none, 1 all of it. Both are means over three neighbouring points, since
    /// single steps are noisy. NaN without gold or where nothing was gained.
    /// </summary>
    public double ShareLost()
    {
        if (!HasGold) return double.NaN;
        var gold = Smoothed();
        var gained = gold.Max() - Points[0].Gold!.Value;
        return gained <= 0 ? double.NaN : (gold.Max() - gold[^1]) / gained;
    }

    /// <summary>The point where smoothed gold is highest; null without gold.</summary>
    public OptimisationPoint? Peak()
    {
        if (!HasGold) return null;
        var gold = Smoothed();
        return Points[Array.IndexOf(gold, gold.Max())];
    }

    private double[] Smoothed() =>
        [.. Points.Select((_, i) => Points.Skip(Math.Clamp(i - Window / 2, 0, Math.Max(0, Points.Count - Window))).Take(Window).Average(p => p.Gold!.Value))];
}
