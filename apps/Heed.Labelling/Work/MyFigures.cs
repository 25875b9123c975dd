using Heed.Feedback.Events;
using Heed.Feedback.Store;
using Heed.Labelling.Managing;
using Heed.Labelling.Pages;
using Heed.Labelling.Pages.Work;
using Microsoft.AspNetCore.Http;

namespace Heed.Labelling.Work;

/// <summary>A rater's own figures; nobody else's, and no ranking.</summary>
public sealed class MyFigures(Ledger ledger, TimeProvider clock)
{
    public async Task<RaterFigures> OfAsync(string project, string rater, CancellationToken cancellation)
    {
        var record = await ledger.ReadAsync(project, cancellation);
        return RaterFigures.Of(record, rater, record.Counted.ToLookup(a => a.ItemId), clock.GetUtcNow());
    }

    internal static async Task<IResult> ShowAsync(Caller caller, MyFigures figures, Ledger ledger, FeedbackStore store, CancellationToken cancellation)
    {
        var own = await figures.OfAsync(caller.Project.Id, caller.Rater, cancellation);
        var record = await ledger.ReadAsync(caller.Project.Id, cancellation);
        var optOuts = await store.Raters.MembershipsAsync(caller.Project.Id, caller.Rater, cancellation) is [var member, ..] ? member.OptOuts : [];
        return new Page<MyFiguresPage>(new
        {
            Caller = caller,
            Figures = own,
            OptOuts = optOuts,
            Refusable = await GuidelineEndpoints.RefusableAsync(store, caller, cancellation),
            Disagreements = Disagreements(record, caller.Rater),
            History = await store.Queue.HistoryAsync(caller.Project.Id, caller.Rater, 20, cancellation),
        });
    }

    /// <summary>The newest items where all others agree with each other and not with this rater.</summary>
    private static IReadOnlyList<Answered> Disagreements(ProjectRecord record, string rater)
    {
        var byItem = record.Counted.ToLookup(a => a.ItemId);
        return [.. record.Counted.Where(a => a.Rater == rater).Reverse().Where(a =>
        {
            var others = byItem[a.ItemId].Where(o => o.Rater != rater).ToArray();
            return others.Length >= 2 && others.All(o => others[0].Answer.AgreesWith(o.Answer)) && !others[0].Answer.AgreesWith(a.Answer);
        }).Take(10)];
    }
}
