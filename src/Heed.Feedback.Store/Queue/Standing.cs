using System.Text.Json;
using Heed.Feedback.Assignment;
using Heed.Feedback.Store.Writing;

namespace Heed.Feedback.Store.Queue;

/// <summary>How a rater stands in a project.</summary>
internal sealed record Standing(FeedbackProject Project, string Rater, string? PausedFor, string? Consent, int Acknowledged, string[] OptOuts, string Cohorts, int Guidelines)
{
    /// <summary>Why the rater gets nothing; null where there is no reason.</summary>
    public Turn? Obstacle =>
        PausedFor is not null ? new Turn(TurnState.Paused, Reason: PausedFor)
        : Project.Consent is not null && Consent != Project.Consent ? new Turn(TurnState.ConsentMissing)
        : Acknowledged < Guidelines ? new Turn(TurnState.GuidelinesUnread)
        : null;

    /// <summary>Whether the rater refuses items with such warnings, as the queue writes them.</summary>
    public bool Refuses(string? warnings) => warnings is not null && OptOuts.Any(o => warnings.Contains($"|{o}|", StringComparison.Ordinal));

    /// <summary>Whether items of a cohort are the rater's to answer.</summary>
    public bool IsIn(string? cohort) => cohort is null || Cohorts.Contains($"|{cohort}|", StringComparison.Ordinal);

    public static Question<Standing> Ask(string project, string rater) => new(rater, """
        SELECT p.settings, m.paused_for, m.consent, m.acknowledged, m.opt_outs, (SELECT COALESCE(MAX(version), 0) FROM guidelines WHERE project = p.id), m.cohorts
        FROM memberships m JOIN projects p ON p.id = m.project JOIN raters r ON r.id = m.rater WHERE m.project = $1 AND m.rater = $2
        """, r => new Standing(Projects.Read(r.GetString(0)), rater, r.IsDBNull(1) ? null : r.GetString(1), r.IsDBNull(2) ? null : r.GetString(2), r.GetInt32(3),
            JsonSerializer.Deserialize<string[]>(r.GetString(4))!, r.GetString(6), r.GetInt32(5)), project, rater);

    public static Standing Of(WriteTransaction transaction, Question<Standing> question) => transaction.Answer(question) is [var standing]
        ? standing : throw new QueueException(QueueProblem.NotFound, $"There is no rater {question.Values[1]} in a project {question.Values[0]}.");
}
