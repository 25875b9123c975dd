namespace Heed.Feedback.Events;

/// <summary>A rater's standing answer about a pair, derived from the events.</summary>
/// <param name="ItemId">The pair.</param>
/// <param name="Rater">Who, or null.</param>
/// <param name="Preferred">Which answer.</param>
/// <param name="FirstOnLeft">On which side the first answer was shown; null where unknown.</param>
/// <param name="Elapsed">How long the answer took; null where unknown.</param>
/// <param name="Time">When it was given.</param>
/// <param name="EventId">The event it comes from.</param>
public sealed record ComparisonVote(string ItemId, string? Rater, Preferred Preferred, bool? FirstOnLeft, TimeSpan? Elapsed, DateTimeOffset Time, string EventId)
{
    /// <summary>True when the answer on the left was preferred, false for the right, null for a tie or where the sides are unknown.</summary>
    public bool? SaysLeft => FirstOnLeft is { } left && Preferred != Preferred.Neither ? left == (Preferred == Preferred.First) : null;

    /// <summary>
    /// The standing votes of a log, in the order of their last answer. A later answer of the same rater about the same pair takes the place of
    /// the earlier one; a later skip withdraws it. Votes without a name all stand.
    /// </summary>
    public static IReadOnlyList<ComparisonVote> Of(IEnumerable<FeedbackEvent> events)
    {
        var shown = new Dictionary<string, ComparisonShown>();
        var standing = new OrderedDictionary<string, ComparisonVote>();
        foreach (var one in events)
        {
            if (one is ComparisonShown show) shown[show.Id] = show;
            if (one is not (ComparisonAnswered or PreferenceImported)) continue;
            var key = one.Rater is { } rater ? $"{one.ItemId}/{rater}" : one.Id;
            standing.Remove(key);
            if (Vote(one, shown) is { } vote) standing.Add(key, vote);
        }
        return [.. standing.Values];
    }

    private static ComparisonVote? Vote(FeedbackEvent one, Dictionary<string, ComparisonShown> shown) => one switch
    {
        PreferenceImported given => new(given.ItemId, given.Rater, given.Preferred, null, null, given.Time, given.Id),
        ComparisonAnswered { Choice: not Choice.Skip } answer when shown.TryGetValue(answer.ShownId, out var show) =>
            new(answer.ItemId, answer.Rater, Meaning(answer.Choice, show.FirstOnLeft), show.FirstOnLeft, answer.Elapsed, answer.Time, answer.Id),
        ComparisonAnswered { Choice: not Choice.Skip } answer =>
            throw new EventLogException($"Event {answer.Id} answers {answer.ShownId}, which is not in the log before it."),
        _ => null,
    };

    private static Preferred Meaning(Choice choice, bool firstOnLeft) =>
        choice == Choice.Tie ? Preferred.Neither : choice == Choice.Left == firstOnLeft ? Preferred.First : Preferred.Second;
}
