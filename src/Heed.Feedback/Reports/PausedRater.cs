using Heed.Feedback.Events;

namespace Heed.Feedback.Reports;

/// <summary>A rater who is paused in a project, as the record has it.</summary>
/// <param name="Appeal">What the rater last said to it; null where nothing.</param>
/// <param name="Answer">What was answered to that; null where nothing yet.</param>
public sealed record PausedRater(string Rater, string Reason, DateTimeOffset Since, string? Appeal, string? Answer)
{
    /// <summary>Where; in other projects the rater works on.</summary>
    public string Project { get; init; } = FeedbackEvent.DefaultProject;

    /// <summary>Who is paused at the end of these events, the longest first.</summary>
    public static IReadOnlyList<PausedRater> Of(IEnumerable<FeedbackEvent> events)
    {
        var paused = new Dictionary<(string Project, string Rater), PausedRater>();
        foreach (var one in events)
            if (one.Rater is not { } rater) continue;
            else if (one is RaterPaused pause) paused[(one.Project, rater)] = new PausedRater(rater, pause.Reason, pause.Time, null, null) { Project = one.Project };
            else if (one is RaterResumed) paused.Remove((one.Project, rater));
            else if (one is RaterAppealed appeal && paused.TryGetValue((one.Project, rater), out var held)) paused[(one.Project, rater)] = held with { Appeal = appeal.Text, Answer = null };
            else if (one is AppealAnswered answer && paused.TryGetValue((one.Project, rater), out var asked)) paused[(one.Project, rater)] = asked with { Answer = answer.Text };
        return [.. paused.Values.OrderBy(p => p.Since)];
    }
}
