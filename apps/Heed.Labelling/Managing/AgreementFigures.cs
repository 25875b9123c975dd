using System.Globalization;
using Heed.Feedback.Agreement;
using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Statistics;
using Heed.Runs;

namespace Heed.Labelling.Managing;

/// <summary>How far raters agree on one question.</summary>
/// <param name="Question">What was asked: which is better, an attribute, a field of a form, whether an answer has a flag.</param>
/// <param name="Kind">The kind of items it was asked of.</param>
/// <param name="Scale">What differences between answers mean.</param>
/// <param name="Items">Items with two answers or more.</param>
/// <param name="Answers">Answers on them.</param>
/// <param name="Alpha">Krippendorff's α; null where it is undefined: too few answers, or no variation.</param>
/// <param name="Interval">Its 95 % interval from resampling items.</param>
/// <param name="Raw">Share of equal answers among pairs of raters.</param>
/// <param name="ByAnswer">Fleiss' κ of each answer that has a meaning of its own against all others; empty where none has.</param>
public sealed record QuestionAgreement(
    string Question, string Kind, Scale Scale, int Items, int Answers, double? Alpha, Interval? Interval, double? Raw, IReadOnlyList<AnswerAgreement> ByAnswer)
{
    private const ulong Seed = 1;

    /// <summary>What an answer says to one question, as a number; candidates in the item's own order, so that sides do not matter.</summary>
    /// <param name="Unit">What it is about.</param>
    /// <param name="Words">The answer where it has a meaning of its own, such as a tie; empty for "the first".</param>
    private readonly record struct Said(string Question, string Kind, Scale Scale, string Unit, double Value, string Words = "");

    /// <summary>Every question that two raters answered about the same item.</summary>
    public static IReadOnlyList<QuestionAgreement> Of(ProjectRecord record)
    {
        string[] flags = [.. record.Counted.SelectMany(a => a.Answer.Notes?.Flags ?? []).Select(f => f.Label).Distinct().Order(StringComparer.Ordinal)];
        return [.. record.Counted.SelectMany(a => Values(a, record.Items).Concat(Flagged(a, record.Items, flags))).GroupBy(v => (v.Question, v.Kind, v.Scale))
            .Select(g => Measure(g.Key, [.. g])).Where(a => a.Items > 0).OrderByDescending(a => a.Answers)];
    }

    private static QuestionAgreement Measure((string Question, string Kind, Scale Scale) what, Said[] said)
    {
        var shared = said.GroupBy(v => v.Unit).Select(u => u.ToArray()).Where(u => u.Length > 1).ToArray();
        var values = shared.Select(u => (IReadOnlyList<double>)[.. u.Select(v => v.Value)]).ToArray();
        var alpha = new KrippendorffAlpha(what.Scale);
        return new QuestionAgreement(what.Question, what.Kind, what.Scale, shared.Length, shared.Sum(u => u.Length),
            alpha.Compute(values), alpha.Interval(values, new SeededRandom(Seed, "site/alpha")), RawAgreement.Compute(values), Kappas(shared));
    }

    private static AnswerAgreement[] Kappas(Said[][] shared)
    {
        (double Value, string Words)[] answers = [.. shared.SelectMany(u => u).GroupBy(v => v.Value).OrderBy(g => g.Key).Select(g => (g.Key, g.First().Words))];
        if (answers.All(a => a.Words.Length == 0)) return [];
        var counts = shared.Select(u => (IReadOnlyList<int>)[.. answers.Select(a => u.Count(v => v.Value == a.Value))]).ToArray();
        return [.. new CategoryKappa().Compute(counts).Where(c => answers[c.Category].Words.Length > 0).Select(c => new AnswerAgreement(answers[c.Category].Words, c.Share, c.Kappa, c.StandardError))];
    }

    private static IEnumerable<Said> Values(Answered answered, IReadOnlyDictionary<string, FeedbackItem> items)
    {
        var unit = answered.ItemId ?? "";
        return answered.Answer switch
        {
            ComparisonAnswer { Verdict: not Verdict.CannotJudge } c =>
            [
                c.Verdict switch { Verdict.First => new Said("which", "comparison", Scale.Nominal, unit, 1), Verdict.Second => new Said("which", "comparison", Scale.Nominal, unit, 2), _ => new Said("which", "comparison", Scale.Nominal, unit, 0, "tie") },
                .. c.Point() is { } point ? new[] { new Said("strength", "comparison", Scale.Ordinal, unit, point) } : [],
            ],
            RankingAnswer r => r.Pairs().Select(p => new Said("rank-pair", "ranking", Scale.Nominal, $"{unit}/{Math.Min(p.Better, p.Worse)}/{Math.Max(p.Better, p.Worse)}", p.Equal ? 0.0 : p.Better < p.Worse ? 1 : 2, p.Equal ? "tie" : "")),
            RatingAnswer r => r.Scores.Select(s => new Said(s.Attribute, "rating", Scale.Interval, $"{unit}/{s.Candidate}", s.Value)),
            ThumbAnswer t => [new Said("thumb", "thumb", Scale.Nominal, unit, t.Up ? 1 : 0, t.Up ? "up" : "")],
            RewardAnswer r => [new Said("reward", "reward", Scale.Interval, unit, r.Reward)],
            FormAnswer f when items.GetValueOrDefault(unit) is FormItem item => f.Entries.SelectMany(e => OfEntry(e, item.Form, unit)),
            _ => [],
        };
    }

    /// <summary>A field of a form: one of several options, each of any number of them, yes or no, or a number. Free text is not compared.</summary>
    private static IEnumerable<Said> OfEntry(FormEntry entry, Form form, string item)
    {
        if (form.Fields.FirstOrDefault(f => f.Name == entry.Field) is not { } field || entry.Values.Count == 0 && field.Kind != FieldKind.Choices) return [];
        var unit = $"{item}/{entry.Candidate}";
        Said Of(Scale scale, double value, string words = "") => new(field.Name, "form", scale, unit, value, words);
        return field.Kind switch
        {
            FieldKind.Choice => [Of(Scale.Nominal, field.Options.ToList().IndexOf(entry.Values[0]), entry.Values[0])],
            FieldKind.Choices => field.Options.Select(o => new Said($"{field.Name}: {o}", "form", Scale.Nominal, unit, entry.Values.Contains(o) ? 1 : 0, entry.Values.Contains(o) ? "yes" : "")),
            FieldKind.YesNo => [Of(Scale.Nominal, entry.Values[0] == "yes" ? 1 : 0, entry.Values[0] == "yes" ? "yes" : "")],
            FieldKind.Scale => [Of(Scale.Ordinal, double.Parse(entry.Values[0], CultureInfo.InvariantCulture))],
            FieldKind.Number => [Of(Scale.Interval, double.Parse(entry.Values[0], CultureInfo.InvariantCulture))],
            _ => [],
        };
    }

    /// <summary>Whether each text of the item has each flag that somebody used.</summary>
    private static IEnumerable<Said> Flagged(Answered answered, IReadOnlyDictionary<string, FeedbackItem> items, string[] flags)
    {
        if (flags.Length == 0 || answered.ItemId is not { } id || !items.TryGetValue(id, out var item)) return [];
        var set = (answered.Answer.Notes?.Flags ?? []).Select(f => (f.Candidate, f.Label)).ToHashSet();
        return from candidate in Enumerable.Range(0, item.Candidates.Count)
               from flag in flags
               let has = set.Contains((candidate, flag))
               select new Said(flag, AnswerFilter.KindOf(answered), Scale.Nominal, $"{id}/{candidate}", has ? 1 : 0, has ? "flagged" : "");
    }
}

/// <summary>How far raters mean the same by one answer.</summary>
/// <param name="Answer">The answer, or its key among the texts.</param>
/// <param name="Share">How often it is given.</param>
/// <param name="Kappa">1 where all or none of an item's raters give it, 0 where that is by chance; null where it is given always or never.</param>
/// <param name="StandardError">Of κ where only chance is at work.</param>
public sealed record AnswerAgreement(string Answer, double Share, double? Kappa, double? StandardError);
