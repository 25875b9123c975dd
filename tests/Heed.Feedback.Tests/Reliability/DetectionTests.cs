using Heed.Feedback.Reliability;
using Xunit;

namespace Heed.Feedback.Tests.Reliability;

/// <summary>
/// How soon faulty raters are found among good ones whose accuracy is 0.75 to 0.95, and how seldom a good one is taken for faulty. The few worlds of every day have room for chance in their
/// bounds; the many of the long run hold the goals.
/// </summary>
public sealed class DetectionTests(ITestOutputHelper output)
{
    private static readonly Fault[] Pure = [Fault.Coin, Fault.Left, Fault.Adversary];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Spam_left_and_adversary_are_found_within_60_answers(bool gaps) => Flags(Early(gaps), 20, falseAlarms: 0.02, found: 0.9);

    [Theory]
    [Trait("Kind", "Long")]
    [InlineData(false)]
    [InlineData(true)]
    public void Spam_left_and_adversary_are_found_within_60_answers_in_300_worlds(bool gaps) => Flags(Early(gaps), 300, falseAlarms: 0.01, found: 0.98);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Partial_biases_are_found_within_200_answers(bool gaps) => Flags(Partial(gaps), 12, falseAlarms: 0.02, found: 0.75);

    [Theory]
    [Trait("Kind", "Long")]
    [InlineData(false)]
    [InlineData(true)]
    public void Partial_biases_are_found_within_200_answers_in_200_worlds(bool gaps) => Flags(Partial(gaps), 200, falseAlarms: 0.01, found: 0.9);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_fall_of_accuracy_is_found_within_60_answers(bool gaps) => Falls(gaps, 20, falseAlarms: 0.025, found: 0.8);

    [Theory]
    [Trait("Kind", "Long")]
    [InlineData(false)]
    [InlineData(true)]
    public void A_fall_of_accuracy_is_found_within_60_answers_in_200_worlds(bool gaps) => Falls(gaps, 200, falseAlarms: 0.01, found: 0.92);

    [Theory]
    [InlineData(false, 3)]
    [InlineData(false, 5)]
    [InlineData(true, 5)]
    public void Accuracies_are_within_a_twentieth_after_120_answers_and_intervals_cover(bool gaps, int overlap) => Covers(gaps, overlap, 15, 0.88);

    [Theory]
    [Trait("Kind", "Long")]
    [InlineData(false, 3)]
    [InlineData(false, 5)]
    [InlineData(true, 3)]
    [InlineData(true, 5)]
    public void Accuracies_are_within_a_twentieth_after_120_answers_and_intervals_cover_in_200_worlds(bool gaps, int overlap) => Covers(gaps, overlap, 200, 0.92);

    [Fact]
    public void Who_copies_is_found_and_who_agrees_by_judging_well_is_not()
    {
        var (found, false_, looked) = (0, 0, 0);
        for (ulong world = 0; world < 20; world++)
        {
            var crowd = new JudgedCrowd(new JudgedSettings { Faulty = [Fault.Copier], Answers = 200, Gaps = true }, world);
            var fit = new LatentGapModel().Fit(crowd.Votes);
            var copies = new Copying().Fit(fit);
            looked += fit.Together.Count;
            if (copies.Any(c => c is { Rater: 11, Other: 12 })) found++;
            false_ += copies.Count(c => c is not { Rater: 11, Other: 12 });
        }
        output.WriteLine($"copier found in {found} of 20 worlds, {false_} other pairs of raters of {looked}");
        Assert.InRange(found, 15, 20);
        Assert.InRange(false_, 0, 2);
    }

    private static JudgedSettings Early(bool gaps) => new() { Faulty = Pure, Answers = 60, Gaps = gaps };

    private static JudgedSettings Partial(bool gaps) => new() { Faulty = [Fault.PartlyLeft, Fault.PartlyLonger], Answers = 200, Gaps = gaps };

    private void Flags(JudgedSettings settings, int worlds, double falseAlarms, double found)
    {
        var rates = Flagged(settings, worlds);
        Assert.True(rates.FalseAlarms <= falseAlarms, $"{rates.FalseAlarms:P2}");
        foreach (var fault in rates.Found.Keys) Assert.True(rates.Found[fault] >= found, $"{fault} {rates.Found[fault]:P1}");
    }

    private void Falls(bool gaps, int worlds, double falseAlarms, double found)
    {
        var settings = new JudgedSettings { Faulty = [Fault.Drifting], Answers = 120, Gaps = gaps };
        var outcomes = Worlds(worlds, world =>
        {
            var crowd = new JudgedCrowd(settings, world);
            var accuracies = new RaterAccuracyModel().Fit(crowd.Votes);
            var test = new AccuracyDrift { Usual = accuracies.ByRater.Select(a => a.Value).Order().ElementAt(crowd.Faults.Length / 2) };
            return crowd.Right(accuracies).Zip(crowd.Faults, (right, fault) => (Fault: fault, Alarm: test.Fit(right).AlarmAt, Half: right.Length / 2)).ToArray();
        }).SelectMany(w => w).ToLookup(r => r.Fault);
        var (good, alarms) = (outcomes[Fault.None].Count(), outcomes[Fault.None].Count(r => r.Alarm is not null));
        var delays = outcomes[Fault.Drifting].Where(r => r.Alarm >= r.Half).Select(r => (double)r.Alarm!.Value - r.Half).ToArray();
        output.WriteLine($"gaps {gaps}: drift found in {(double)delays.Length / worlds:P1} of {worlds} after {delays.Average():0} answers; false alarms {(double)alarms / good:P2}");
        Assert.True(alarms <= falseAlarms * good, $"{(double)alarms / good:P2}");
        Assert.True(delays.Length >= found * worlds, $"{(double)delays.Length / worlds:P1}");
    }

    /// <summary>Worlds are apart from each other, so they are made on all processors; their order, and so every sum over them, stays.</summary>
    private static T[] Worlds<T>(int count, Func<ulong, T> make)
    {
        var made = new T[count];
        Parallel.For(0, count, world => made[world] = make((ulong)world));
        return made;
    }

    private void Covers(bool gaps, int overlap, int worlds, double least)
    {
        var outcomes = Worlds(worlds, world =>
        {
            var crowd = new JudgedCrowd(new JudgedSettings { Faulty = Pure, Answers = 120, Overlap = overlap, Gaps = gaps }, world);
            var fit = new LatentGapModel().Fit(crowd.Votes);
            var accuracies = new RaterAccuracyModel().Fit(crowd.Votes, fit);
            var shares = crowd.Votes.Votes.GroupBy(v => v.Pair).ToDictionary(g => g.Key, g => g.Average(v => v.First));
            return (
                Raters: Enumerable.Range(0, 12).Select(r => (Error: accuracies.ByRater[r].Value - crowd.Accuracies[r], Covered: accuracies.ByRater[r].Interval.Contains(crowd.Accuracies[r]))).ToArray(),
                accuracies.Clearness,
                Consensus: shares.Keys.Average(p => fit.FirstBetter[p] > 0.5 == crowd.FirstBetter(p) ? 1.0 : 0),
                Majority: shares.Average(s => s.Value == 0.5 ? 0.5 : s.Value > 0.5 == crowd.FirstBetter(s.Key) ? 1.0 : 0));
        });
        var raters = outcomes.SelectMany(o => o.Raters).ToArray();
        var (all, square, covered, bias) = (raters.Length, raters.Sum(r => r.Error * r.Error), raters.Count(r => r.Covered), raters.Sum(r => r.Error));
        var (consensus, majority, clearness) = (outcomes.Average(o => o.Consensus), outcomes.Average(o => o.Majority), outcomes.Average(o => o.Clearness));
        var rms = Math.Sqrt(square / all);
        output.WriteLine($"gaps {gaps}, overlap {overlap}, {worlds} worlds: RMSE {rms:0.0000}, bias {bias / all:0.0000}, covered {(double)covered / all:P1}; consensus right {consensus:P1}, majority {majority:P1}; clearness {clearness:0.00}");
        Assert.True(consensus > majority, $"{consensus:P1} against {majority:P1}");
        Assert.True(rms <= 0.05, $"{rms:0.0000}");
        Assert.InRange((double)covered / all, least, 0.995);
    }

    private (double FalseAlarms, Dictionary<Fault, double> Found) Flagged(JudgedSettings settings, int worlds)
    {
        var verdicts = Worlds(worlds, world =>
        {
            var crowd = new JudgedCrowd(settings, world);
            return new FlagRule().Judge(crowd.Votes, new RaterAccuracyModel().Fit(crowd.Votes)).Verdicts.Zip(crowd.Faults, (verdict, fault) => (Fault: fault, Flagged: verdict.Flag != RaterFlag.None)).ToArray();
        }).SelectMany(w => w).ToLookup(r => r.Fault, r => r.Flagged);
        double Share(Fault fault) => verdicts[fault].Average(flagged => flagged ? 1.0 : 0);
        var rates = (Share(Fault.None), settings.Faulty.Distinct().ToDictionary(f => f, Share));
        output.WriteLine($"gaps {settings.Gaps}, {settings.Answers} answers, overlap {settings.Overlap}: {string.Join(", ", rates.Item2.Select(f => $"{f.Key} {f.Value:P1}"))}; false alarms {rates.Item1:P2}");
        return rates;
    }
}
