using Heed.Feedback.Reliability;
using Xunit;

namespace Heed.Feedback.Tests.Reliability;

/// <summary>How often the four faulty raters are flagged and the eight good ones are not, over many simulated crowds.</summary>
public sealed class FlagRateTests(ITestOutputHelper output)
{
    /// <summary>What happened over many worlds.</summary>
    private sealed record Rates(double WorldsRight, double FalseFlags, double Misses, double WrongKind, double Consensus, double DawidSkene, double Majority);

    [Fact]
    public void The_faulty_raters_are_found_among_good_ones()
    {
        var rates = Measure("800 prompts", new CrowdSettings { Prompts = 800, GapDeviation = 0.35 }, 20);
        Assert.Equal(1, rates.WorldsRight);
        Assert.True(rates.Consensus > rates.DawidSkene - 0.005);
        Assert.True(rates.Consensus > rates.Majority + 0.06);
    }

    [Theory]
    [Trait("Kind", "Long")]
    [InlineData(800, 0.35, 2.5, 0, 0.98)]
    [InlineData(800, 0.30, 2.5, 0, 0.96)]
    [InlineData(800, 0.30, 4.0, 0, 0.98)]
    [InlineData(500, 0.35, 2.5, 0, 0.93)]
    [InlineData(500, 0.30, 2.5, 0, 0.88)]
    [InlineData(500, 0.30, 2.0, 0, 0.75)]
    [InlineData(500, 0.25, 2.5, 0, 0.76)]
    [InlineData(800, 0.30, 4.0, 0.5, 0.93)]
    public void Over_200_worlds(int prompts, double deviation, double weakest, double lengthCorrelation, double worldsRight)
    {
        var settings = new CrowdSettings
        {
            Prompts = prompts,
            GapDeviation = deviation,
            Betas = [weakest, .. new double[] { 4, 5, 6, 8, 10, 12, 15 }],
            LengthCorrelation = lengthCorrelation,
        };
        var rates = Measure($"{prompts} prompts, gap ±{deviation}, weakest β {weakest}, length correlation {lengthCorrelation}", settings, 200);
        Assert.True(rates.WorldsRight >= worldsRight, $"{rates}");
        Assert.True(rates.Consensus > rates.Majority + 0.05, $"{rates}");
    }

    private Rates Measure(string name, CrowdSettings settings, int worlds)
    {
        var outcomes = new (int FalseFlags, int Misses, int WrongKind, double Consensus, double Tables, double Majority)[worlds];
        Parallel.For(0, worlds, world =>
        {
            var crowd = new SimulatedCrowd(settings, (ulong)world);
            var fit = new LatentGapModel().Fit(crowd.Votes);
            var found = new FlagRule().Judge(crowd.Votes, new RaterAccuracyModel().Fit(crowd.Votes, fit)).Verdicts.Select(v => v.Flag).Zip(crowd.Truth).ToArray();
            var sided = new SidedDawidSkene().Fit(crowd.Votes);
            outcomes[world] = (
                found.Count(f => f.First != RaterFlag.None && f.Second == RaterFlag.None),
                found.Count(f => f.First == RaterFlag.None && f.Second != RaterFlag.None),
                found.Count(f => f.First != f.Second && f.First != RaterFlag.None && f.Second != RaterFlag.None),
                crowd.Accuracy(p => fit.FirstBetter[p]), crowd.Accuracy(p => sided.FirstBetter[p]), crowd.MajorityAccuracy());
        });
        var rates = new Rates(outcomes.Average(o => o is { FalseFlags: 0, Misses: 0 } ? 1.0 : 0), outcomes.Sum(o => o.FalseFlags) / (worlds * 8.0), outcomes.Sum(o => o.Misses) / (worlds * 4.0),
            outcomes.Sum(o => o.WrongKind) / (worlds * 4.0), outcomes.Average(o => o.Consensus), outcomes.Average(o => o.Tables), outcomes.Average(o => o.Majority));
        output.WriteLine($"{name}: {worlds} worlds: all right in {rates.WorldsRight:P1}; good flagged {rates.FalseFlags:P2}; faulty missed {rates.Misses:P2}; " +
            $"flagged as another kind {rates.WrongKind:P2}; consensus right {rates.Consensus:P1}, Dawid and Skene {rates.DawidSkene:P1}, majority {rates.Majority:P1}");
        return rates;
    }
}
