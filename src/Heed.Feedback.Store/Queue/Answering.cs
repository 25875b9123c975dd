using System.Text.Json;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Store.Writing;

namespace Heed.Feedback.Store.Queue;

/// <summary>Takes answers, skips and what is taken back.</summary>
internal sealed class Answering(ItemCache items, Openings openings, Leasing leasing)
{
    public Receipt Submit(WriteTransaction transaction, string rater, Submission sent, Question<AnswerFacts> question, string place, DateTimeOffset now)
    {
        var facts = AnswerFacts.Of(transaction, question);
        if (facts.Told is { } told) return told;
        var held = facts.Held;
        var item = items.Get(transaction, held.ItemId);
        if (sent.Answer.Problems(item).FirstOrDefault() is { } problem) throw new QueueException(QueueProblem.Invalid, $"The answer does not fit: {problem}.");

        var state = Take(transaction, held);
        var one = new Answered(NewId(now), now, held.ItemId, rater, place, sent.Answer.InItemOrder(held.Shown.Order))
        {
            Project = held.Project,
            Shown = held.Shown with { Locale = sent.Page?.Locale, Build = sent.Page?.Build, Truncated = sent.Page?.Truncated == true || held.Shown.Order.Any(i => !item.Candidates[i].Ended) },
            // Whoever changes an answer without measuring it: the time since the lease is in the first answer already.
            Timing = sent.Timing ?? (state == ReceiptState.Revised ? null : new Timing(now - held.Leased)),
            Sampling = held.Sampling,
            Actor = sent.Actor,
            Consent = facts.Consent,
            TrainOk = facts.TrainOk,
            Supersedes = state == ReceiptState.Revised ? held.EventId : null,
            Assignment = held.Token,
            Surplus = state == ReceiptState.Surplus || (state == ReceiptState.Revised && held.State == AssignmentState.Surplus),
        };
        transaction.Append(one);
        if (held.Purpose == Purpose.Label) Adapt(transaction, held, facts.Project);
        End(transaction, held.Token, one.Surplus ? AssignmentState.Surplus : AssignmentState.Submitted, one.Id, facts.HasDraft, now);
        return Tell(transaction, rater, sent.Key, Receipt(transaction, held, one, state));
    }

    public Receipt Skip(WriteTransaction transaction, string rater, string token, string key, string reason, string? comment, Timing? timing, string place, DateTimeOffset now)
    {
        if (Earlier(transaction, rater, key) is { } told) return told;
        var held = HeldAssignment.Find(transaction, token, rater);
        if (held.State is AssignmentState.Submitted or AssignmentState.Surplus) throw new QueueException(QueueProblem.Conflict, "The item is answered; take the answer back before skipping it.");
        if (held.State == AssignmentState.Skipped) return Tell(transaction, rater, key, new Receipt(held.EventId!, ReceiptState.Recorded));
        if (held is { State: AssignmentState.Leased, Purpose: Purpose.Label }) GiveBack(transaction, held);
        var one = new Skipped(NewId(now), now, held.ItemId, rater, place, reason, comment) { Project = held.Project, Shown = held.Shown, Assignment = token, Timing = timing ?? (held.State == AssignmentState.Leased ? new Timing(now - held.Leased) : null) };
        transaction.Append(one);
        End(transaction, token, AssignmentState.Skipped, one.Id, draft: true, now);
        return Tell(transaction, rater, key, new Receipt(one.Id, ReceiptState.Recorded));
    }

    public Lease Undo(WriteTransaction transaction, string rater, string token, string place, DateTimeOffset now)
    {
        var held = HeldAssignment.Find(transaction, token, rater);
        if (held.EventId is not { } last || held.State is AssignmentState.Leased or AssignmentState.Expired) throw new QueueException(QueueProblem.Conflict, "There is nothing to take back on this item.");
        var again = Reopen(transaction, held, now);
        Keep(transaction, held, last, now);
        transaction.Append(new Withdrawn(NewId(now), now, held.ItemId, rater, place, last) { Project = held.Project });
        return leasing.Lease(transaction, again);
    }

    public string Flag(WriteTransaction transaction, string rater, string token, IReadOnlyList<string> labels, string? comment, string place, DateTimeOffset now)
    {
        var held = HeldAssignment.Find(transaction, token, rater);
        if (labels.Count == 0) throw new QueueException(QueueProblem.Invalid, "A flag needs at least one label.");
        var one = new ItemFlagged(NewId(now), now, held.ItemId, rater, place, labels, comment) { Project = held.Project };
        transaction.Append(one);
        return one.Id;
    }

    public string Ask(WriteTransaction transaction, string rater, string token, string text, string place, DateTimeOffset now)
    {
        var held = HeldAssignment.Find(transaction, token, rater);
        if (string.IsNullOrWhiteSpace(text)) throw new QueueException(QueueProblem.Invalid, "A question needs words.");
        var one = new QuestionAsked(NewId(now), now, held.ItemId, rater, place, text.Trim()) { Project = held.Project };
        transaction.Append(one);
        return one.Id;
    }

    /// <summary>Takes the place that the lease holds, or the place that it gave back in the meantime, if that is still free.</summary>
    private ReceiptState Take(WriteTransaction transaction, HeldAssignment held)
    {
        if (held.State == AssignmentState.Settled) throw new QueueException(QueueProblem.Conflict, "You settled this item as a reviewer; a vote of yours beside that does not count.");
        if (held.State is AssignmentState.Submitted or AssignmentState.Surplus) return ReceiptState.Revised;
        if (held.Purpose != Purpose.Label)
        {
            transaction.Later("UPDATE queue SET answers = answers + 1 WHERE project = $1 AND item_id = $2 AND purpose <> 'Label'", held.Project, held.ItemId);
            return ReceiptState.Recorded;
        }
        if (held.State == AssignmentState.Leased)
        {
            transaction.Later(Leasing.Places, held.Project, held.ItemId, 0, -1, 1);
            return ReceiptState.Recorded;
        }
        openings.Forget(transaction, held.Project, held.ItemId);
        var taken = transaction.Execute("UPDATE queue SET slots = slots - 1, answers = answers + 1 WHERE project = $1 AND item_id = $2 AND slots > 0", held.Project, held.ItemId);
        if (taken > 0) return ReceiptState.Recorded;
        transaction.Execute("UPDATE queue SET surplus = surplus + 1 WHERE project = $1 AND item_id = $2", held.Project, held.ItemId);
        return ReceiptState.Surplus;
    }

    /// <summary>Opens one more place where the answers do not settle it, or closes what is still open where they do.</summary>
    private void Adapt(WriteTransaction transaction, HeldAssignment held, FeedbackProject project)
    {
        if (project.Adaptive is not { } rule) return;
        openings.Forget(transaction, held.Project, held.ItemId);
        var answers = StandingAnswers.Of(transaction.About(held.Project, held.ItemId)).Select(a => a.Answer).ToArray();
        transaction.Execute(rule.WantsMore(answers)
            ? "UPDATE queue SET slots = 1 WHERE project = $1 AND item_id = $2 AND slots + leased <= 0"
            : "UPDATE queue SET slots = 0 WHERE project = $1 AND item_id = $2", held.Project, held.ItemId);
    }

    private void GiveBack(WriteTransaction transaction, HeldAssignment held)
    {
        openings.Forget(transaction, held.Project, held.ItemId);
        var limit = Enqueueing.Project(transaction, held.Project).SkipLimit;
        transaction.Execute("UPDATE queue SET slots = slots + 1, leased = leased - 1, skips = skips + 1, aside = CASE WHEN skips + 1 >= $3 THEN 1 ELSE aside END WHERE project = $1 AND item_id = $2",
            held.Project, held.ItemId, limit);
    }

    /// <summary>The rater holds the item again: in the answer's place, or in a free one; where none is free, an answer will be surplus.</summary>
    private HeldAssignment Reopen(WriteTransaction transaction, HeldAssignment held, DateTimeOffset now)
    {
        openings.Forget(transaction, held.Project, held.ItemId);
        var taken = held.Purpose != Purpose.Label || transaction.Execute(held.State switch
        {
            AssignmentState.Submitted => "UPDATE queue SET answers = answers - 1, leased = leased + 1 WHERE project = $1 AND item_id = $2",
            AssignmentState.Surplus => "UPDATE queue SET surplus = surplus - 1, slots = slots - 1, leased = leased + 1 WHERE project = $1 AND item_id = $2 AND slots > 0",
            _ => "UPDATE queue SET slots = slots - 1, leased = leased + 1, skips = skips - 1, aside = 0 WHERE project = $1 AND item_id = $2 AND slots > 0",
        }, held.Project, held.ItemId) > 0;
        if (!taken && held.State == AssignmentState.Surplus) transaction.Execute("UPDATE queue SET surplus = surplus - 1 WHERE project = $1 AND item_id = $2", held.Project, held.ItemId);
        var until = now + Enqueueing.Project(transaction, held.Project).LeaseTime;
        var state = taken ? AssignmentState.Leased : AssignmentState.Expired;
        transaction.Execute("UPDATE assignments SET state = $1, until = $2, leased = $3, event_id = NULL, ended = NULL WHERE token = $4", state, until.ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds(), held.Token);
        return held with { State = state, Until = until, Leased = now, EventId = null };
    }

    /// <summary>The answer that was taken back becomes the draft.</summary>
    private static void Keep(WriteTransaction transaction, HeldAssignment held, string eventId, DateTimeOffset now)
    {
        var content = transaction.Single("SELECT p.content FROM events e JOIN payloads p ON p.sequence = e.sequence WHERE e.id = $1", r => r.GetString(0), eventId);
        if (content is null || FeedbackJson.ReadEvent(content) is not Answered answered) return;
        transaction.Execute("INSERT INTO drafts (token, content, time) VALUES ($1, $2, $3) ON CONFLICT (token) DO UPDATE SET content = excluded.content, time = excluded.time",
            held.Token, FeedbackJson.Write(answered.Answer.AsShown(held.Shown.Order)), now.ToUnixTimeMilliseconds());
    }

    private static void End(WriteTransaction transaction, string token, string state, string eventId, bool draft, DateTimeOffset now)
    {
        transaction.Later("UPDATE assignments SET state = $1, event_id = $2, ended = $3 WHERE token = $4", state, eventId, now.ToUnixTimeMilliseconds(), token);
        if (draft) transaction.Later("DELETE FROM drafts WHERE token = $1", token);
    }

    private static Receipt Receipt(WriteTransaction transaction, HeldAssignment held, Answered one, ReceiptState state)
    {
        if (held.Purpose != Purpose.Practice) return new Receipt(one.Id, state);
        var known = transaction.Single("SELECT known FROM queue WHERE project = $1 AND item_id = $2", r => JsonSerializer.Deserialize<KnownAnswer>(r.GetString(0), FeedbackJson.Options)!, held.Project, held.ItemId)!;
        return new Receipt(one.Id, state, known with { Expected = known.Expected.AsShown(held.Shown.Order) }, one.Answer.AgreesWith(known.Expected));
    }

    private static Receipt? Earlier(WriteTransaction transaction, string rater, string key) =>
        transaction.Single("SELECT receipt FROM submissions WHERE rater = $1 AND key = $2", r => JsonSerializer.Deserialize<Receipt>(r.GetString(0), FeedbackJson.Options), rater, key);

    private static Receipt Tell(WriteTransaction transaction, string rater, string key, Receipt receipt)
    {
        transaction.Later("INSERT INTO submissions (rater, key, receipt) VALUES ($1, $2, $3)", rater, key, JsonSerializer.Serialize(receipt, FeedbackJson.Options));
        return receipt;
    }

    private static string NewId(DateTimeOffset now) => Guid.CreateVersion7(now).ToString("N");
}
