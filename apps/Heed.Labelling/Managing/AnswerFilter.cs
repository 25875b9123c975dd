using Heed.Feedback.Events;

namespace Heed.Labelling.Managing;

/// <summary>Which answers stand under a figure; every figure links to the ones it was made of.</summary>
public sealed record AnswerFilter(string? Rater = null, string? Item = null, string? Day = null, int? Overlap = null, string? Only = null, string? Kind = null, int Page = 1)
{
    public const int PageSize = 50;

    public IReadOnlyList<Answered> Apply(ProjectRecord record)
    {
        var overlaps = Overlap is null ? null : record.Counted.CountBy(a => a.ItemId ?? "").ToDictionary();
        return [.. record.Standing.Reverse().Where(a =>
            (string.IsNullOrEmpty(Rater) || a.Rater == Rater) && (string.IsNullOrEmpty(Item) || a.ItemId == Item) && (string.IsNullOrEmpty(Day) || a.Time.UtcDateTime.ToString("yyyy-MM-dd") == Day)
            && (overlaps is null || overlaps.GetValueOrDefault(a.ItemId ?? "") == Overlap) && (string.IsNullOrEmpty(Kind) || KindOf(a) == Kind)
            && Only switch { "label" => a.Counts, "wanted" => a.Counts && !a.Surplus, "surplus" => a.Counts && a.Surplus, "practice" => a.Sampling?.Policy == SamplingPolicy.Practice, "settled" => a.Settles, "captured" => a.Captured, "gold" => a.Sampling?.Policy == SamplingPolicy.Gold, "flagged" => a.Answer.Notes?.Flags.Count > 0, _ => true })];
    }

    public static string KindOf(Answered answered) => answered.Answer.GetType().Name.Replace("Answer", "", StringComparison.Ordinal).ToLowerInvariant();
}
