using Heed.Feedback.Events;

namespace Heed.Labelling.Managing;

/// <summary>Which answers stand under a figure; every figure links to the ones it was made of.</summary>
public sealed record AnswerFilter(string? Rater = null, string? Item = null, string? Day = null, int? Overlap = null, string? Only = null, string? Kind = null, int Page = 1)
{
    public const int PageSize = 50;

    public IReadOnlyList<Answered> Apply(ProjectRecord record)
    {
        var overlaps = Overlap is null ? null : record.Standing.CountBy(a => a.ItemId ?? "").ToDictionary();
        return [.. record.Standing.Reverse().Where(a =>
            (Rater is null || a.Rater == Rater) && (Item is null || a.ItemId == Item) && (Day is null || a.Time.UtcDateTime.ToString("yyyy-MM-dd") == Day)
            && (overlaps is null || overlaps[a.ItemId ?? ""] == Overlap) && (Kind is null || KindOf(a) == Kind)
            && Only switch { "surplus" => a.Surplus, "gold" => a.Sampling?.Policy == SamplingPolicy.Gold, "flagged" => a.Answer.Notes?.Flags.Count > 0, _ => true })];
    }

    public static string KindOf(Answered answered) => answered.Answer.GetType().Name.Replace("Answer", "", StringComparison.Ordinal).ToLowerInvariant();
}
