using Heed.Feedback.Answers;
using Heed.Labelling.Texts;

namespace Heed.Labelling.Items;

/// <summary>An answer in a few words, candidates by place on the screen.</summary>
public static class AnswerWords
{
    public static string Of(Answer answer, PageTexts texts) => answer switch
    {
        ComparisonAnswer comparison => comparison.Point() is { } point ? texts[$"strength.{point}"] : texts[Verdicts(comparison.Verdict)],
        RankingAnswer ranking => string.Join(" > ", ranking.Ranks.Select((rank, place) => (rank, place)).Where(r => r.rank is not null)
            .GroupBy(r => r.rank).OrderBy(g => g.Key).Select(g => string.Join(" = ", g.Select(r => (char)('A' + r.place))))),
        RatingAnswer rating => string.Join(", ", rating.Scores.Select(s => $"{s.Candidate + 1}: {texts.Or($"attribute.{s.Attribute}", s.Attribute)} {s.Value}")),
        ThumbAnswer thumb => texts[thumb.Up ? "thumb.up" : "thumb.down"],
        CorrectionAnswer correction => correction.Text,
        DemonstrationAnswer demonstration => string.Join("\n\n", demonstration.Messages.Select(m => $"{m.Role}: {m.Content}")),
        SpanAnswer spans => spans.Spans.Count == 0 ? texts["marks.none"] : string.Join(", ", spans.Spans.Select(s => $"{texts.Or($"flag.{s.Label}", s.Label)} {s.Start}–{s.End}")),
        RewardAnswer reward => reward.Reward.ToString("+0.##;-0.##;0"),
        FormAnswer form => string.Join("; ", form.Entries.Select(e => $"{e.Field}{(e.Candidate is { } place ? $" ({place + 1})" : "")}: {string.Join(", ", e.Values)}")),
        _ => answer.GetType().Name,
    };

    private static string Verdicts(Verdict verdict) => verdict switch
    {
        Verdict.BothGood => "tie.good",
        Verdict.BothBad => "tie.bad",
        Verdict.Equal => "tie.equal",
        Verdict.CannotJudge => "tie.cannot",
        Verdict.First => "verdict.first",
        _ => "verdict.second",
    };
}
