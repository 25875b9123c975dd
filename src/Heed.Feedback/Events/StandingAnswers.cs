namespace Heed.Feedback.Events;

/// <summary>Which answers of a log stand.</summary>
public static class StandingAnswers
{
    /// <summary>
    /// In the order of their last change. A later answer of the same rater about the same item takes the place of the earlier one; a skip or a
    /// withdrawal takes it back. Answers without a name all stand. What a reviewer settles stands beside what the same person said as a rater. An item that a rater was asked a second time on purpose keeps the first answer.
    /// </summary>
    public static IReadOnlyList<Answered> Of(IEnumerable<FeedbackEvent> events)
    {
        var standing = new OrderedDictionary<string, Answered>();
        foreach (var one in events)
        {
            if (one is not (Answered or Skipped or Withdrawn) || one is Answered { Sampling.Policy: SamplingPolicy.Repeat }) continue;
            var key = one.Rater is { } rater ? $"{one.Project}/{one.ItemId}/{rater}{(one is Answered { Settles: true } ? "/settled" : "")}" : one.Id;
            if (one is Withdrawn withdrawn && standing.TryGetValue(key, out var held) && held.Id != withdrawn.Supersedes) continue;
            standing.Remove(key);
            if (one is Answered answered) standing.Add(key, answered);
        }
        return [.. standing.Values];
    }
}
