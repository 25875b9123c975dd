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
        int right = 0, falseFlags = 0, misses = 0, wrongKind = 0;
        double consensus = 0, tables = 0, majority = 0;
        for (var world = 0; world < worlds; world++)
        {
            var crowd = new SimulatedCrowd(settings, (ulong)world);
            var fit = new LatentGapModel().Fit(crowd.Votes);
            var found = new FlagRule().Judge(fit.Raters).Select(v => v.Flag).Zip(crowd.Truth).ToArray();
            falseFlags += found.Count(f => f.First != RaterFlag.None && f.Second == RaterFlag.None);
            misses += found.Count(f => f.First == RaterFlag.None && f.Second != RaterFlag.None);
            wrongKind += found.Count(f => f.First != f.Second && f.First != RaterFlag.None && f.Second != RaterFlag.None);
            if (found.All(f => f.First == RaterFlag.None == (f.Second == RaterFlag.None))) right++;
            consensus += crowd.Accuracy(p => fit.FirstBetter[p]) / worlds;
            var sided = new SidedDawidSkene().Fit(crowd.Votes);
            tables += crowd.Accuracy(p => sided.FirstBetter[p]) / worlds;
            majority += crowd.MajorityAccuracy() / worlds;
        }
        var rates = new Rates((double)right / worlds, falseFlags / (worlds * 8.0), misses / (worlds * 4.0), wrongKind / (worlds * 4.0), consensus, tables, majority);
        output.WriteLine($"{name}: {worlds} worlds: all right in {rates.WorldsRight:P1}; good flagged {rates.FalseFlags:P2}; faulty missed {rates.Misses:P2}; " +
            $"flagged as another kind {rates.WrongKind:P2}; consensus right {rates.Consensus:P1}, Dawid and Skene {rates.DawidSkene:P1}, majority {rates.Majority:P1}");
        return rates;
    }
}
