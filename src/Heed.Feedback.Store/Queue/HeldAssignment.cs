using System.Data.Common;
using System.Text.Json;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Store.Writing;

namespace Heed.Feedback.Store.Queue;

/// <summary>An assignment as the writer sees it.</summary>
internal sealed record HeldAssignment(string Token, string Project, string ItemId, string Rater, Purpose Purpose, string State, DateTimeOffset Leased, DateTimeOffset Until, Shown Shown, Sampling Sampling, string? EventId)
{
    private const string Columns = "SELECT token, project, item_id, rater, purpose, state, leased, until, shown, sampling, event_id FROM assignments ";

    /// <summary>The assignment of that token, if it is this rater's.</summary>
    public static HeldAssignment Find(WriteTransaction transaction, string token, string rater) =>
        transaction.Single(Columns + "WHERE token = $1 AND rater || '' = $2", Read, token, rater) ?? throw NotFound();

    /// <summary>All that a rater holds in a project, the oldest first.</summary>
    public static Question<HeldAssignment> AskLive(string project, string rater) =>
        new(rater, Columns + "WHERE rater = $1 AND project = $2 AND state = 'leased' ORDER BY leased, token", Read, rater, project);

    public static QueueException NotFound() => new(QueueProblem.NotFound, "There is no such lease of this rater.");

    public static HeldAssignment Read(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), Enum.Parse<Purpose>(row.GetString(4)), row.GetString(5),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6)), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(7)),
        JsonSerializer.Deserialize<Shown>(row.GetString(8), FeedbackJson.Options)!, JsonSerializer.Deserialize<Sampling>(row.GetString(9), FeedbackJson.Options)!, row.IsDBNull(10) ? null : row.GetString(10));
}

/// <summary>All that recording an answer wants to know.</summary>
/// <param name="Told">What was said when the key was used before.</param>
/// <param name="Consent">What the rater agreed to in the project; else with the account.</param>
/// <param name="HasDraft">Whether the page saved a draft.</param>
internal sealed record AnswerFacts(HeldAssignment Held, Receipt? Told, string? Consent, bool TrainOk, FeedbackProject Project, bool HasDraft)
{
    // By the token alone: by the index of the rater, a server without statistics may read all that the rater ever had.
    public static Question<AnswerFacts> Ask(string rater, string token, string key) => new(rater, """
        SELECT a.token, a.project, a.item_id, a.rater, a.purpose, a.state, a.leased, a.until, a.shown, a.sampling, a.event_id, s.receipt, COALESCE(m.consent, r.consent), r.train_ok, p.settings, d.token
        FROM assignments a JOIN raters r ON r.id = a.rater JOIN projects p ON p.id = a.project LEFT JOIN memberships m ON m.project = a.project AND m.rater = a.rater LEFT JOIN submissions s ON s.rater = a.rater AND s.key = $3 LEFT JOIN drafts d ON d.token = a.token
        WHERE a.token = $1 AND a.rater || '' = $2
        """, row => new AnswerFacts(HeldAssignment.Read(row), row.IsDBNull(11) ? null : JsonSerializer.Deserialize<Receipt>(row.GetString(11), FeedbackJson.Options), row.IsDBNull(12) ? null : row.GetString(12),
            row.GetInt32(13) != 0, Projects.Read(row.GetString(14)), !row.IsDBNull(15)), token, rater, key);

    public static AnswerFacts Of(WriteTransaction transaction, Question<AnswerFacts> question) => transaction.Answer(question) is [var facts] ? facts : throw HeldAssignment.NotFound();
}
