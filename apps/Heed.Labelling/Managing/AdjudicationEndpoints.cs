using System.Security.Cryptography;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Store;
using Heed.Feedback.Store.Queue;
using Heed.Labelling.Accounts;
using Heed.Labelling.Items;
using Heed.Labelling.Pages;
using Heed.Labelling.Pages.Managing;
using Heed.Labelling.Texts;
using Heed.Labelling.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Heed.Labelling.Managing;

/// <summary>Contested items: a reviewer answers first, without seeing the others' answers; then all stand side by side.</summary>
internal static class AdjudicationEndpoints
{
    public static void Map(RouteGroupBuilder review)
    {
        review.MapGet("/adjudication", async (Caller caller, Ledger ledger, CancellationToken cancellation) =>
        {
            var record = await ledger.ReadAsync(caller.Project.Id, cancellation);
            return new Page<AdjudicationPage>(new { Caller = caller, Items = Contested.Of(record), Record = record });
        });
        review.MapGet("/items/{item}", ShowAsync);
        review.MapPost("/items/{item}/answers", SettleAsync);
    }

    private static async Task<IResult> ShowAsync(string item, Caller caller, Ledger ledger, FeedbackStore store, CancellationToken cancellation)
    {
        var record = await ledger.ReadAsync(caller.Project.Id, cancellation);
        var answers = record.Standing.Where(a => a.ItemId == item).ToArray();
        var known = record.Events.Any(e => e.ItemId == item) ? record.Items.GetValueOrDefault(item) : await store.Queue.ItemAsync(caller.Project.Id, item, cancellation);
        if (known is null) throw new QueueException(QueueProblem.NotFound, "There is no such item in this project.");
        // Drawn from the caller and the item: the same again when the page is loaded again.
        var order = Enumerable.Range(0, known.Candidates.Count).ToArray();
        new Runs.SeededRandom(BitConverter.ToUInt64(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{caller.Rater}/{item}"))), "adjudication").Shuffle<int>(order);
        return new Page<ItemPage>(new
        {
            Caller = caller,
            Shown = new ShownItem(known, order, string.Join('-', order)),
            Answers = (IReadOnlyList<Answered>)answers,
            Blind = caller.May(ProjectRole.Reviewer) && Contested.Of(record).Any(c => c.ItemId == item) && answers.All(a => a.Rater != caller.Rater),
        });
    }

    private static async Task<IResult> SettleAsync(string item, PageAnswer sent, Caller caller, Ledger ledger, FeedbackStore store, AuditLog audit, PageTexts texts, CancellationToken cancellation)
    {
        var record = await ledger.ReadAsync(caller.Project.Id, cancellation);
        if (record.Standing.All(a => a.ItemId != item) || !record.Items.TryGetValue(item, out var known)) throw new QueueException(QueueProblem.NotFound, "There are no answers about such an item in this project.");
        if (Contested.Of(record).All(c => c.ItemId != item)) throw new QueueException(QueueProblem.Conflict, "Raters do not disagree about this item: there is nothing to settle.");
        var order = sent.Assignment.Split('-').Select(part => int.TryParse(part, out var i) ? i : -1).ToArray();
        if (!order.Order().SequenceEqual(Enumerable.Range(0, known.Candidates.Count))) throw new IncompleteAnswerException("The order of the responses is not one of this item's.");
        var answer = AnswerFields.Read(known, sent.Fields);
        if (answer.Problems(known).FirstOrDefault() is { } problem) throw new IncompleteAnswerException(problem);
        var id = await store.Queue.SettleAsync(caller.Rater, new Settlement(caller.Project.Id, known, sent.Key, answer, order) { Locale = texts.Language, Timing = sent.Timing?.AsRecorded() }, Contested.Place);
        await audit.WriteAsync(caller.Rater, "adjudicate", item, cancellation: cancellation);
        return Results.Json(new PageReceipt(id, "recorded"));
    }
}
