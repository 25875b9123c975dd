using Heed.Feedback.Assignment;
using Heed.Feedback.Reliability;
using Heed.Runs;

namespace Heed.Feedback.Tests.Reliability;

/// <summary>How a simulated crowd is made. Gaps are on a 0 – 1 gold scale; a good rater's β multiplies them to logits.</summary>
internal sealed record CrowdSettings
{
    public int Prompts { get; init; } = 500;
    public int PairsPerPrompt { get; init; } = 2;
    public int Overlap { get; init; } = 3;
    public double GapDeviation { get; init; } = 0.3;
    public double[] Betas { get; init; } = [2.5, 4, 5, 6, 8, 10, 12, 15];
    /// <summary>Correlation of gap and length difference.</summary>
    public double LengthCorrelation { get; init; }
}

/// <summary>Good raters with logistic noise, and one each who answers by coin, prefers the left, the longer, the worse.</summary>
internal sealed class SimulatedCrowd
{
    private readonly (RaterFlag Flag, double Strength)[] _raters;

    public SimulatedCrowd(CrowdSettings settings, ulong seed)
    {
        _raters = [.. settings.Betas.Select(b => (RaterFlag.None, b)), (RaterFlag.Spammer, 0), (RaterFlag.Side, 3), (RaterFlag.Length, 0.4), (RaterFlag.Adversary, -5)];
        var random = new SeededRandom(seed, "crowd");
        var pairs = settings.Prompts * settings.PairsPerPrompt;
        var rho = settings.LengthCorrelation;
        var lengths = Enumerable.Range(0, pairs).Select(_ => random.NextGaussian()).ToArray();
        Gaps = [.. lengths.Select(l => settings.GapDeviation * (rho * l + Math.Sqrt(1 - rho * rho) * random.NextGaussian()))];
        double[] words = [.. lengths.Select(l => Math.Round(8 * l))];
        var names = Enumerable.Range(0, _raters.Length).Select(r => $"{r}").ToArray();
        var assigned = new BalancedAssignment { Overlap = settings.Overlap, Seed = seed }.Assign([.. Enumerable.Range(0, pairs).Select(p => $"{p}")], names);
        Votes = new PairVotes(pairs, _raters.Length, [.. assigned.Select(a => Vote(int.Parse(a.ItemId), int.Parse(a.Rater), words, random))], words);
    }

    public PairVotes Votes { get; }

    /// <summary>The hidden truth: by pair, gold of the first less gold of the second.</summary>
    public double[] Gaps { get; }

    /// <summary>The hidden truth: what each rater is.</summary>
    public IEnumerable<RaterFlag> Truth => _raters.Select(r => r.Flag);

    /// <summary>Share of pairs of which the better answer has the larger score; a draw counts half.</summary>
    public double Accuracy(Func<int, double> firstBetter) => Gaps.Select((gap, p) => firstBetter(p) == 0.5 ? 0.5 : firstBetter(p) > 0.5 == gap > 0 ? 1 : 0).Average();

    /// <summary>Accuracy of the majority of the votes.</summary>
    public double MajorityAccuracy()
    {
        var shares = Votes.Votes.GroupBy(v => v.Pair).ToDictionary(g => g.Key, g => g.Average(v => v.First));
        return Accuracy(p => shares.GetValueOrDefault(p, 0.5));
    }

    private PairVote Vote(int pair, int rater, double[] words, SeededRandom random)
    {
        var side = random.Chance(0.5) ? 1 : -1;
        var (flag, strength) = _raters[rater];
        var logit = flag switch
        {
            RaterFlag.Side => strength * side,
            RaterFlag.Length => strength * words[pair],
            _ => strength * Gaps[pair],
        };
        return new PairVote(pair, rater, side, random.Chance(1 / (1 + Math.Exp(-logit))) ? 1 : 0);
    }
}
