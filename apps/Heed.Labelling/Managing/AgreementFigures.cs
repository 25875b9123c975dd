using Heed.Feedback.Agreement;
using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Statistics;
using Heed.Runs;

namespace Heed.Labelling.Managing;

/// <summary>How far raters agree on one question.</summary>
/// <param name="Question">What was asked: which is better, an attribute, a field of a form.</param>
/// <param name="Kind">The kind of items it was asked of.</param>
/// <param name="Scale">What differences between answers mean.</param>
/// <param name="Items">Items with two answers or more.</param>
/// <param name="Answers">Answers on them.</param>
/// <param name="Alpha">Krippendorff's α; null where it is undefined: too few answers, or no variation.</param>
/// <param name="Interval">Its 95 % interval from resampling items.</param>
/// <param name="Raw">Share of equal answers among pairs of raters.</param>
public sealed record QuestionAgreement(string Question, string Kind, Scale Scale, int Items, int Answers, double? Alpha, Interval? Interval, double? Raw)
{
    private const ulong Seed = 1;

    /// <summary>Every question that two raters answered about the same item.</summary>
    public static IReadOnlyList<QuestionAgreement> Of(ProjectRecord record) =>
        [.. record.Standing.SelectMany(Values).GroupBy(v => (v.Question, v.Kind, v.Scale)).Select(g => Measure(g.Key, [.. g.GroupBy(v => v.Unit).Select(u => (IReadOnlyList<double>)[.. u.Select(v => v.Value)])]))
            .Where(a => a.Items > 0).OrderByDescending(a => a.Answers)];

    private static QuestionAgreement Measure((string Question, string Kind, Scale Scale) what, IReadOnlyList<double>[] units)
    {
        var shared = units.Where(u => u.Count > 1).ToArray();
        var alpha = new KrippendorffAlpha(what.Scale);
        return new QuestionAgreement(what.Question, what.Kind, what.Scale, shared.Length, shared.Sum(u => u.Count), alpha.Compute(shared), alpha.Interval(shared, new SeededRandom(Seed, "site/alpha")), RawAgreement.Compute(shared));
    }

    /// <summary>What an answer says, as numbers: candidates in the item's own order, so that sides do not matter.</summary>
    private static IEnumerable<(string Question, string Kind, Scale Scale, string Unit, double Value)> Values(Answered answered)
    {
        var unit = answered.ItemId ?? "";
        return answered.Answer switch
        {
            ComparisonAnswer { Verdict: not Verdict.CannotJudge } c =>
            [
                ("which", "comparison", Scale.Nominal, unit, c.Verdict switch { Verdict.First => 1, Verdict.Second => 2, _ => 0 }),
                .. c.Point() is { } point ? new[] { ("strength", "comparison", Scale.Ordinal, unit, (double)point) } : [],
            ],
            RankingAnswer r => r.Pairs().Select(p => ("rank-pair", "ranking", Scale.Nominal, $"{unit}/{Math.Min(p.Better, p.Worse)}/{Math.Max(p.Better, p.Worse)}", p.Equal ? 0.0 : p.Better < p.Worse ? 1 : 2)),
            RatingAnswer r => r.Scores.Select(s => (s.Attribute, "rating", Scale.Interval, $"{unit}/{s.Candidate}", (double)s.Value)),
            ThumbAnswer t => [("thumb", "thumb", Scale.Nominal, unit, t.Up ? 1 : 0)],
            RewardAnswer r => [("reward", "reward", Scale.Interval, unit, r.Reward)],
            _ => [],
        };
    }
}
