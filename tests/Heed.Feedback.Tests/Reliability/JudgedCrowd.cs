using Heed.Feedback.Assignment;
using Heed.Feedback.Reliability;
using Heed.Runs;

namespace Heed.Feedback.Tests.Reliability;

/// <summary>What is wrong with a simulated rater.</summary>
internal enum Fault
{
    None,
    /// <summary>A coin.</summary>
    Coin,
    /// <summary>The left, 19 times of 20.</summary>
    Left,
    /// <summary>The worse answer, four times of five.</summary>
    Adversary,
    /// <summary>Judges like a good rater, but takes the left in two answers of five whatever they say.</summary>
    PartlyLeft,
    /// <summary>Judges like a good rater, but takes the longer in two answers of five.</summary>
    PartlyLonger,
    /// <summary>Good for the first half of its answers, then a coin.</summary>
    Drifting,
    /// <summary>Says what the rater before it says of the pairs both judge.</summary>
    Copier,
}

/// <summary>How a crowd is made.</summary>
internal sealed record JudgedSettings
{
    public int Good { get; init; } = 12;
    public Fault[] Faulty { get; init; } = [];
    public int Answers { get; init; } = 60;
    public int Overlap { get; init; } = 5;
    /// <summary>Accuracies of good raters are spread evenly from here to 0.95.</summary>
    public double LowestAccuracy { get; init; } = 0.75;
    /// <summary>False: every pair is as clear as any other. True: gaps are normal, and a rater is right with σ(β |gap|) where β gives its accuracy on average.</summary>
    public bool Gaps { get; init; }
}

/// <summary>Raters with known accuracies and faults, their votes in order of time, and the truth.</summary>
internal sealed class JudgedCrowd
{
    private readonly SeededRandom _random;
    private readonly JudgedSettings _settings;
    private readonly double[] _gaps, _lengths, _sharpness;

    public JudgedCrowd(JudgedSettings settings, ulong seed)
    {
        (_settings, _random) = (settings, new SeededRandom(seed, "judged-crowd"));
        Faults = [.. Enumerable.Repeat(Fault.None, settings.Good), .. settings.Faulty];
        Accuracies = [.. Faults.Select(_ => settings.LowestAccuracy + (0.95 - settings.LowestAccuracy) * _random.NextDouble())];
        _sharpness = [.. Accuracies.Select(a => settings.Gaps ? Sharpness(a) : 0)];
        var pairs = Faults.Length * settings.Answers / settings.Overlap;
        _gaps = [.. Enumerable.Range(0, pairs).Select(_ => settings.Gaps ? _random.NextGaussian() : _random.Chance(0.5) ? 1 : -1)];
        _lengths = [.. Enumerable.Range(0, pairs).Select(_ => Math.Round(20 * _random.NextGaussian()))];
        var assigned = new BalancedAssignment { Overlap = settings.Overlap, Seed = seed }.Assign([.. Enumerable.Range(0, pairs).Select(p => $"{p}")], [.. Faults.Select((_, r) => $"{r}")]);
        Votes = new PairVotes(pairs, Faults.Length, Cast([.. assigned.Select(a => (Pair: int.Parse(a.ItemId), Rater: int.Parse(a.Rater))).GroupBy(a => a.Pair).SelectMany(g => g.OrderBy(a => a.Rater))]), _lengths);
    }

    public PairVotes Votes { get; }
    public Fault[] Faults { get; }
    public double[] Accuracies { get; }

    public bool FirstBetter(int pair) => _gaps[pair] > 0;

    /// <summary>By rater, in order of time: probability by the others that its answer is right.</summary>
    public double[][] Right(RaterAccuracies accuracies)
    {
        var byRater = Faults.Select(_ => new List<double>()).ToArray();
        for (var v = 0; v < Votes.Votes.Count; v++)
        {
            var vote = Votes.Votes[v];
            byRater[vote.Rater].Add(vote.First == 1 ? accuracies.FirstByOthers[v] : 1 - accuracies.FirstByOthers[v]);
        }
        return [.. byRater.Select(r => r.ToArray())];
    }

    private PairVote[] Cast((int Pair, int Rater)[] assigned)
    {
        var given = new int[Faults.Length];
        var total = assigned.CountBy(a => a.Rater).ToDictionary();
        var said = new Dictionary<(int, int), double>();
        return [.. assigned.Select(a =>
        {
            var side = _random.Chance(0.5) ? 1.0 : -1;
            var late = given[a.Rater]++ >= total[a.Rater] / 2;
            var first = Faults[a.Rater] == Fault.Copier && said.TryGetValue((a.Pair, a.Rater - 1), out var seen) ? seen : Says(a.Rater, a.Pair, side, late);
            said[(a.Pair, a.Rater)] = first;
            return new PairVote(a.Pair, a.Rater, side, first);
        })];
    }

    private double Says(int rater, int pair, double side, bool late)
    {
        var (fault, better) = (Faults[rater], FirstBetter(pair));
        var follows = _random.Chance(0.4);
        return fault switch
        {
            Fault.Coin => _random.Chance(0.5),
            Fault.Left => _random.Chance(0.95) == side > 0,
            Fault.Adversary => _random.Chance(0.2) == better,
            Fault.PartlyLeft when follows => side > 0,
            Fault.PartlyLonger when follows => _lengths[pair] > 0,
            Fault.Drifting when late => _random.Chance(0.5),
            _ => _random.Chance(Accuracy(rater, pair)) == better,
        } ? 1 : 0;
    }

    private double Accuracy(int rater, int pair) => _settings.Gaps ? 1 / (1 + Math.Exp(-_sharpness[rater] * Math.Abs(_gaps[pair]))) : Accuracies[rater];

    /// <summary>The β with E σ(β |z|) = average, by bisection.</summary>
    private static double Sharpness(double average)
    {
        double low = 0, high = 60;
        for (var i = 0; i < 40; i++)
        {
            var middle = (low + high) / 2;
            var mean = Enumerable.Range(0, 200).Average(k => 1 / (1 + Math.Exp(-middle * MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, 0.5 + (k + 0.5) / 400))));
            if (mean < average) low = middle; else high = middle;
        }
        return low;
    }
}
