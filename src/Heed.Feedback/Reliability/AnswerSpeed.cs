using Heed.Feedback.Statistics;

namespace Heed.Feedback.Reliability;

/// <summary>How long an answer took and how much there was to read.</summary>
public readonly record struct TimedAnswer(string Rater, double Seconds, int Words);

/// <summary>A rater's times beside those of everybody for as many words.</summary>
/// <param name="Answers">Answers with a time.</param>
/// <param name="MedianSeconds">Their median.</param>
/// <param name="Pace">Median of time over usual time: 1 is usual, 0.5 twice as fast.</param>
/// <param name="TooFast">Share of answers that came too fast to have been read.</param>
/// <param name="Interval">Its 95 % Wilson interval.</param>
/// <param name="P">Probability of as many where the share is the tolerated one; adjusted for the number of raters.</param>
/// <param name="Flagged">Whether there are more than tolerated.</param>
public sealed record SpeedFigures(int Answers, double MedianSeconds, double Pace, double TooFast, Interval Interval, double P, bool Flagged);

/// <summary>
/// Answers that came too fast: under a share of the usual time for as many words, or under a floor. The usual time is the median over all raters of a band of equally many answers by
/// length. That speed alone proves nothing: it is reported beside the skill.
/// </summary>
public sealed record AnswerSpeed
{
    /// <summary>Share of the usual time under which nobody reads.</summary>
    public double FastestShare { get; init; } = 0.3;

    /// <summary>Seconds under which nobody reads anything.</summary>
    public double Floor { get; init; } = 0.5;

    /// <summary>Share of too fast answers that is tolerated.</summary>
    public double Tolerated { get; init; } = 0.1;

    /// <summary>Level of the adjusted p.</summary>
    public double Level { get; init; } = 0.01;

    /// <summary>Answers of a band of lengths, at least.</summary>
    public int SmallestBand { get; init; } = 50;

    /// <summary>By rater.</summary>
    public IReadOnlyDictionary<string, SpeedFigures> Fit(IReadOnlyList<TimedAnswer> answers)
    {
        var usual = Usual(answers);
        var byRater = answers.Zip(usual, (a, u) => (Answer: a, Usual: u)).GroupBy(a => a.Answer.Rater).OrderBy(g => g.Key, StringComparer.Ordinal).ToArray();
        var counts = byRater.Select(g => (Fast: g.Count(a => a.Answer.Seconds < Math.Max(Floor, FastestShare * a.Usual)), All: g.Count())).ToArray();
        var p = MultipleTesting.Holm([.. counts.Select(c => BinomialTest.Of(c.Fast, c.All, Tolerated).Greater)]);
        return byRater.Select((g, i) => (g.Key, Figures: new SpeedFigures(counts[i].All, Quantile.Median(g.Select(a => a.Answer.Seconds)), Quantile.Median(g.Select(a => a.Answer.Seconds / a.Usual)),
            counts[i].Fast / (double)counts[i].All, Proportion.Wilson(counts[i].Fast, counts[i].All, 0.95), p[i], p[i] <= Level))).ToDictionary(f => f.Key, f => f.Figures);
    }

    /// <summary>By answer: the median time of its band. Every rater counts alike in it, so that one with many fast answers does not set the pace.</summary>
    private double[] Usual(IReadOnlyList<TimedAnswer> answers)
    {
        var usual = new double[answers.Count];
        var order = Enumerable.Range(0, answers.Count).OrderBy(i => answers[i].Words).ToArray();
        var bands = Math.Clamp(answers.Count / SmallestBand, 1, 12);
        for (var band = 0; band < bands; band++)
        {
            var members = order[(band * order.Length / bands)..((band + 1) * order.Length / bands)];
            var median = Quantile.Median(members.GroupBy(i => answers[i].Rater).Select(g => Quantile.Median(g.Select(i => answers[i].Seconds))));
            foreach (var i in members) usual[i] = Math.Max(median, 1e-9);
        }
        return usual;
    }
}
