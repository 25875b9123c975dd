using System.Text.Json;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Store.Writing;

namespace Heed.Feedback.Store.Queue;

/// <summary>Gives items out and takes back those whose time has run out.</summary>
internal sealed class Leasing(ItemCache items, Openings openings, Lots lots)
{
    /// <summary>Changes of an item's places: what it wants, what is leased, what is answered. One text for all, so that those of a group go together.</summary>
    public const string Places = "UPDATE queue SET slots = slots + $3, leased = leased + $4, answers = answers + $5 WHERE project = $1 AND item_id = $2";

    private static readonly TimeSpan ReapEvery = TimeSpan.FromSeconds(1);

    private readonly Drawing _drawing = new(openings, lots);
    private DateTimeOffset _reaped;

    /// <summary>What <see cref="Next"/> will want to know.</summary>
    public NextQuestions Ask(string project, string rater) => new(Standing.Ask(project, rater), HeldAssignment.AskLive(project, rater), _drawing.Likely(project, rater));

    public Turn Next(WriteTransaction transaction, NextQuestions questions, IReadOnlyCollection<string> held, DateTimeOffset now)
    {
        Reap(transaction, now);
        var standing = Standing.Of(transaction, questions.Standing);
        if (standing.Obstacle is { } obstacle) return obstacle;
        var live = transaction.Answer(questions.Live);
        if (live.Find(a => !held.Contains(a.Token)) is { } known) return new Turn(TurnState.Leased, Lease(transaction, known));
        if (live.Count >= standing.Project.HeldItems) return new Turn(TurnState.HoldsEnough);
        if (_drawing.Draw(transaction, standing, questions.Likely, now) is not { } drawn) return new Turn(TurnState.NothingLeft);
        if (questions.Likely is { } likely && transaction.Knows(likely.Openings)) items.Read(transaction, drawn.ItemId, likely.Openings.Answer.Select(o => o.ItemId));
        return new Turn(TurnState.Leased, Give(transaction, standing, drawn, now));
    }

    /// <summary>A queue was filled.</summary>
    public void Forget(string project) => _drawing.Forget(project);

    public Lease Find(WriteTransaction transaction, string token, string rater) => Lease(transaction, Held(transaction, token, rater));

    public HeldAssignment Held(WriteTransaction transaction, string token, string rater) => HeldAssignment.Find(transaction, token, rater);

    public DateTimeOffset Extend(WriteTransaction transaction, string token, string rater, DateTimeOffset now)
    {
        var assignment = Held(transaction, token, rater);
        if (assignment.State != AssignmentState.Leased) throw new QueueException(QueueProblem.Conflict, $"The lease is {assignment.State}; only a running one can be extended.");
        var until = now + Enqueueing.Project(transaction, assignment.Project).LeaseTime;
        transaction.Execute("UPDATE assignments SET until = $1 WHERE token = $2", until.ToUnixTimeMilliseconds(), token);
        return until;
    }

    public Lease Lease(WriteTransaction transaction, HeldAssignment assignment)
    {
        var draft = transaction.Single("SELECT content FROM drafts WHERE token = $1", r => r.GetString(0), assignment.Token);
        var warnings = transaction.Single("SELECT warnings FROM queue WHERE project = $1 AND item_id = $2", r => r.IsDBNull(0) ? null : r.GetString(0), assignment.Project, assignment.ItemId);
        return Lease(transaction, assignment, warnings, draft);
    }

    private Lease Lease(WriteTransaction transaction, HeldAssignment assignment, string? warnings, string? draft) =>
        new(assignment.Token, assignment.Project, items.Get(transaction, assignment.ItemId), assignment.Rater, Displayed(assignment.Purpose), assignment.Shown, assignment.Until, draft)
        {
            Warnings = warnings?.Split('|', StringSplitOptions.RemoveEmptyEntries) ?? [],
        };

    /// <summary>Gold and repeated items look like any other to their rater.</summary>
    private static Purpose Displayed(Purpose purpose) => purpose == Purpose.Practice ? Purpose.Practice : Purpose.Label;

    /// <summary>Leases that ran out give their places back.</summary>
    private void Reap(WriteTransaction transaction, DateTimeOffset now)
    {
        if (now - _reaped < ReapEvery && now >= _reaped) return;
        _reaped = now;
        var late = transaction.List("SELECT token, project, item_id, purpose FROM assignments WHERE state = 'leased' AND until < $1",
            r => (Token: r.GetString(0), Project: r.GetString(1), Item: r.GetString(2), Purpose: r.GetString(3)), now.ToUnixTimeMilliseconds());
        foreach (var one in late)
        {
            openings.Forget(transaction, one.Project, one.Item);
            transaction.Later("UPDATE assignments SET state = 'expired' WHERE token = $1", one.Token);
            if (one.Purpose == nameof(Purpose.Label))
                transaction.Later(Places, one.Project, one.Item, 1, -1, 0);
        }
        if (late.Count > 0) transaction.Outdate(null);
    }

    private Lease Give(WriteTransaction transaction, Standing standing, Drawn drawn, DateTimeOffset now)
    {
        var (project, rater) = (standing.Project, standing.Rater);
        var until = now + project.LeaseTime;
        if (drawn.Purpose == Purpose.Label)
        {
            openings.Take(transaction, project.Id, drawn.ItemId);
            transaction.Later(Places, project.Id, drawn.ItemId, -1, 1, 0);
        }
        if (drawn.Expired is { } token)
        {
            var again = Held(transaction, token, rater);
            // The page that had it may still send its answer: the lease keeps its name and its order.
            transaction.Later("UPDATE assignments SET state = 'leased', until = $1, leased = $2 WHERE token = $3", until.ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds(), again.Token);
            return Lease(transaction, again with { State = AssignmentState.Leased, Until = until, Leased = now });
        }
        var given = new HeldAssignment(Lots.Token(), project.Id, drawn.ItemId, rater, drawn.Purpose, AssignmentState.Leased, now, until, Show(transaction, standing, drawn), drawn.Sampling, null);
        transaction.Later("INSERT INTO assignments (token, project, item_id, rater, attempt, purpose, state, leased, until, shown, sampling) VALUES ($1, $2, $3, $4, $5, $6, 'leased', $7, $8, $9, $10)",
            given.Token, given.Project, given.ItemId, given.Rater, drawn.Attempt, given.Purpose.ToString(), now.ToUnixTimeMilliseconds(), until.ToUnixTimeMilliseconds(),
            JsonSerializer.Serialize(given.Shown, FeedbackJson.Options), JsonSerializer.Serialize(given.Sampling, FeedbackJson.Options));
        return Lease(transaction, given, drawn.Warnings, draft: null);
    }

    private Shown Show(WriteTransaction transaction, Standing standing, Drawn drawn)
    {
        var item = items.Get(transaction, drawn.ItemId);
        var order = drawn.Before is { } before ? [.. before.Reverse()] : lots.Order(item.Candidates.Count, item.Id, standing.Rater, drawn.Attempt);
        return new Shown(order)
        {
            Guidelines = standing.Guidelines,
            Suggestion = item is DemonstrationItem { Suggestion: not null } && lots.Suggestion(standing.Project.SuggestionShare, item.Id, standing.Rater),
        };
    }
}
