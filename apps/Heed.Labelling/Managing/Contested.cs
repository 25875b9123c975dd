using Heed.Feedback.Events;

namespace Heed.Labelling.Managing;

/// <summary>An item about which raters disagree.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Answers">The standing answers of raters.</param>
/// <param name="Agreeing">Share of pairs of answers that are equal.</param>
/// <param name="Settled">What a reviewer decided; null while nobody has.</param>
public sealed record Contested(string ItemId, IReadOnlyList<Answered> Answers, double Agreeing, Answered? Settled)
{
    /// <summary>Where answers of reviewers come from; they settle, and are not counted among the raters'.</summary>
    public const string Place = Answered.Adjudication;

    /// <summary>Items with two answers or more that are not all equal; the most contested of those that nobody settled first.</summary>
    public static IReadOnlyList<Contested> Of(ProjectRecord record) =>
        [.. record.Standing.Where(a => a.ItemId is not null && (a.Counts || a.Settles)).GroupBy(a => a.ItemId!).Select(Of).Where(c => c.Answers.Count > 1 && c.Agreeing < 1).OrderBy(c => c.Settled is not null).ThenBy(c => c.Agreeing)];

    private static Contested Of(IGrouping<string, Answered> item)
    {
        var raters = item.Where(a => !a.Settles).ToArray();
        var pairs = (from i in Enumerable.Range(0, raters.Length) from j in Enumerable.Range(i + 1, raters.Length - i - 1) select raters[i].Answer.AgreesWith(raters[j].Answer) ? 1.0 : 0).ToArray();
        return new Contested(item.Key, raters, pairs.Length == 0 ? 1 : pairs.Average(), item.LastOrDefault(a => a.Settles));
    }
}
