using Heed.Feedback.Answers;
using Heed.Feedback.Items;
using Heed.Language.Texts;

namespace Heed.Feedback.Exports;

/// <summary>Two answers and what people said about them.</summary>
/// <param name="FirstBetter">Probability, or weighted share of the votes, that the first is better; ties are a half.</param>
/// <param name="Weight">What the pair counts.</param>
/// <param name="Votes">Answers behind it.</param>
/// <param name="Margin">Mean strength in favour of the better one, 0 to 4; null where no strength was asked.</param>
public sealed record PairRow(string Id, Prompt Prompt, Candidate First, Candidate Second, double FirstBetter, double Weight, int Votes, double? Margin = null)
{
    private const string Person = "person";

    /// <summary>The pairs that an item's answers say something about.</summary>
    public static IEnumerable<PairRow> Of(AnsweredItem answered, Reliabilities worth) => answered.Item switch
    {
        Comparison comparison => [.. Compared(comparison, answered, worth), .. Edited(answered, worth)],
        RankingItem ranking => [.. Ranked(ranking, answered, worth), .. Edited(answered, worth)],
        CorrectionItem correction => Corrected(correction, answered, worth),
        _ => Edited(answered, worth),
    };

    private static IEnumerable<PairRow> Compared(Comparison item, AnsweredItem answered, Reliabilities worth)
    {
        var votes = answered.Answers.Select(a => (Answer: a.Answer.Answer as ComparisonAnswer, Weight: worth.Weight(a.Answer)))
            .Where(v => v.Answer is { Verdict: not Verdict.CannotJudge }).Select(v => (v.Answer!.Verdict, v.Answer.Strength, v.Weight)).ToArray();
        if (votes.Length == 0) yield break;
        var strengths = votes.Where(v => v.Strength is not null || v.Verdict is not (Verdict.First or Verdict.Second)).Select(v => Signed(v.Verdict, v.Strength)).ToArray();
        double? margin = votes.Any(v => v.Strength is not null) ? Math.Abs(strengths.Average()) : null;
        yield return !answered.Answers.Any(a => a.Answer.Settles) && worth.Consensus(item.Id) is { } consensus
            ? new PairRow(item.Id, item.Prompt, item.First, item.Second, consensus.PosteriorFirstBetter, consensus.Weight, votes.Length, margin)
            : new PairRow(item.Id, item.Prompt, item.First, item.Second, votes.Average(v => Share(v.Verdict)), 1, votes.Length, margin);
    }

    /// <summary>Every pair of a ranking weighs 2 / K: K (K − 1) / 2 pairs of one ranking are no independent votes.</summary>
    private static IEnumerable<PairRow> Ranked(RankingItem item, AnsweredItem answered, Reliabilities worth)
    {
        var votes = answered.Answers.Where(a => a.Answer.Answer is RankingAnswer).Select(a => (((RankingAnswer)a.Answer.Answer).Ranks, Weight: Math.Max(worth.Weight(a.Answer), 1e-6))).ToArray();
        for (var i = 0; i < item.Answers.Count; i++)
            for (var j = i + 1; j < item.Answers.Count; j++)
            {
                var said = votes.Where(v => v.Ranks[i] is not null && v.Ranks[j] is not null).ToArray();
                if (said.Length == 0 || item.Answers[i].Text == item.Answers[j].Text) continue;
                var share = said.Sum(v => v.Weight * (v.Ranks[i] < v.Ranks[j] ? 1 : v.Ranks[i] == v.Ranks[j] ? 0.5 : 0)) / said.Sum(v => v.Weight);
                yield return new PairRow($"{item.Id}/{i}-{j}", item.Prompt, item.Answers[i], item.Answers[j], share, said.Average(v => v.Weight) * 2 / item.Answers.Count, said.Length);
            }
    }

    private static IEnumerable<PairRow> Corrected(CorrectionItem item, AnsweredItem answered, Reliabilities worth) => answered.Answers
        .Where(a => a.Answer.Answer is CorrectionAnswer c && c.Text != item.Answer.Text)
        .Select(a => new PairRow($"{item.Id}/{a.Answer.Id}", item.Prompt, new Candidate(((CorrectionAnswer)a.Answer.Answer).Text, Person), item.Answer, 1, worth.Weight(a.Answer), 1));

    /// <summary>A better answer, mended, is better than it was.</summary>
    private static IEnumerable<PairRow> Edited(AnsweredItem answered, Reliabilities worth) =>
        from a in answered.Answers
        let edit = a.Answer.Answer.Notes?.Edit
        where edit is not null && edit.Text != answered.Item.Candidates[edit.Candidate].Text
        select new PairRow($"{answered.Item.Id}/{a.Answer.Id}", answered.Item.Prompt, new Candidate(edit.Text, Person), answered.Item.Candidates[edit.Candidate], 1, worth.Weight(a.Answer), 1);

    private static double Share(Verdict verdict) => verdict switch { Verdict.First => 1, Verdict.Second => 0, _ => 0.5 };

    private static double Signed(Verdict verdict, int? strength) => verdict switch { Verdict.First => strength ?? 0, Verdict.Second => -strength ?? 0, _ => 0 };
}
