using System.Text.Json;
using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Store.Writing;

namespace Heed.Feedback.Store.Queue;

/// <summary>A reviewer's answer to an item about which raters disagree.</summary>
/// <param name="Key">Sending again under the same key changes nothing.</param>
/// <param name="Answer">Candidates are named by place on the screen.</param>
/// <param name="Order">The order in which they were shown.</param>
public sealed record Settlement(string Project, FeedbackItem Item, string Key, Answer Answer, IReadOnlyList<int> Order)
{
    /// <summary>Language of the page.</summary>
    public string? Locale { get; init; }

    /// <summary>How it came about; null where nobody measured.</summary>
    public Timing? Timing { get; init; }
}

/// <summary>Takes what a reviewer decides. The item is noted as had: the reviewer does not get it as a rater any more.</summary>
internal sealed class Settling(Openings openings)
{
    public string Settle(WriteTransaction transaction, string reviewer, Settlement sent, string place, DateTimeOffset now)
    {
        if (transaction.Single("SELECT receipt FROM submissions WHERE rater = $1 AND key = $2", r => JsonSerializer.Deserialize<Receipt>(r.GetString(0), FeedbackJson.Options), reviewer, sent.Key) is { } told) return told.EventId;
        var agreed = transaction.List("SELECT COALESCE(m.consent, r.consent), r.train_ok FROM raters r LEFT JOIN memberships m ON m.rater = r.id AND m.project = $2 WHERE r.id = $1", r => (Consent: r.IsDBNull(0) ? null : r.GetString(0), TrainOk: r.GetInt32(1) != 0), reviewer, sent.Project);
        if (agreed is not [var (consent, trainOk)]) throw new QueueException(QueueProblem.NotFound, $"There is no rater {reviewer}.");
        var guidelines = transaction.Single("SELECT COALESCE(MAX(version), 0) FROM guidelines WHERE project = $1", r => r.GetInt32(0), sent.Project);
        var shown = new Shown(sent.Order) { Guidelines = guidelines, Locale = sent.Locale };
        Take(transaction, reviewer, sent, shown, now);
        var one = new Answered(Guid.CreateVersion7(now).ToString("N"), now, sent.Item.Id, reviewer, place, sent.Answer.InItemOrder(sent.Order)) { Project = sent.Project, Shown = shown, Timing = sent.Timing, Consent = consent, TrainOk = trainOk };
        transaction.Append(one);
        transaction.Execute("INSERT INTO submissions (rater, key, receipt) VALUES ($1, $2, $3)", reviewer, sent.Key, JsonSerializer.Serialize(new Receipt(one.Id, ReceiptState.Recorded), FeedbackJson.Options));
        return one.Id;
    }

    /// <summary>Notes that the reviewer had the item; a lease on it goes back to the queue.</summary>
    private void Take(WriteTransaction transaction, string reviewer, Settlement sent, Shown shown, DateTimeOffset now)
    {
        var (project, item) = (sent.Project, sent.Item.Id);
        var held = transaction.Single("SELECT token FROM assignments WHERE project = $1 AND item_id = $2 AND rater = $3 AND attempt = 1", r => r.GetString(0), project, item, reviewer);
        if (held is null)
        {
            transaction.Execute("INSERT INTO assignments (token, project, item_id, rater, attempt, purpose, state, leased, until, shown, sampling) VALUES ($1, $2, $3, $4, 1, 'Label', 'settled', $5, $5, $6, $7)",
                Lots.Token(), project, item, reviewer, now.ToUnixTimeMilliseconds(), JsonSerializer.Serialize(shown, FeedbackJson.Options), JsonSerializer.Serialize(new Sampling(SamplingPolicy.Plan), FeedbackJson.Options));
            return;
        }
        var lease = HeldAssignment.Find(transaction, held, reviewer);
        if (lease.State is AssignmentState.Submitted or AssignmentState.Surplus) throw new QueueException(QueueProblem.Conflict, "You answered this item as a rater; another reviewer settles it.");
        if (lease is { State: AssignmentState.Leased, Purpose: Purpose.Label })
        {
            openings.Forget(transaction, project, item);
            transaction.Execute("UPDATE queue SET slots = slots + 1, leased = leased - 1 WHERE project = $1 AND item_id = $2", project, item);
        }
        transaction.Execute("UPDATE assignments SET state = 'settled', event_id = NULL, ended = NULL WHERE token = $1", held);
    }
}
