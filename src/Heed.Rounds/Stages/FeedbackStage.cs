using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Exports;
using Heed.Feedback.Items;
using Heed.Feedback.Reports;
using Heed.Rounds.Files;

namespace Heed.Rounds.Stages;

/// <summary>
/// Events → what they are worth: feedback.json (agreement, every rater judged) and preferences.jsonl, heldout-preferences.jsonl (each pair
/// with the probability that its first answer is better). Raters are down-weighted, never deleted.
/// </summary>
public static class FeedbackStage
{
    public const string Report = "feedback.json", Preferences = "preferences.jsonl", HeldOut = "heldout-preferences.jsonl";

    /// <param name="heldOut">Share of the prompts whose pairs are kept to test the reward model.</param>
    /// <param name="project">Whose answers are meant; null: all.</param>
    public static async Task<FeedbackResult> RunAsync(IEventLog log, string output, double heldOut, ulong seed, StageContext context, string? project = null)
    {
        var items = new List<Comparison>();
        await foreach (var item in log.ItemsAsync(context.Cancellation))
            if (item is Comparison comparison) items.Add(comparison);
        var events = new List<RecordedEvent>();
        await foreach (var recorded in log.ReadAsync(cancellation: context.Cancellation))
            if (IsOf(recorded.Event, project)) events.Add(recorded);

        var (standing, tally) = Usable(events);
        var result = Settled(new FeedbackAnalysis { Seed = seed }.Run(items, ComparisonVote.Of(standing)), standing);
        JsonLines.WriteDocument(Path.Combine(output, Report), result.Report);
        var byId = items.ToDictionary(i => i.Id);
        var split = result.Pairs.ToLookup(p => HeldOutPrompts.Contains(byId[p.ItemId].Prompt.Id, heldOut, seed));
        JsonLines.Write(Path.Combine(output, Preferences), split[false].Select(p => Record(byId[p.ItemId], p)));
        JsonLines.Write(Path.Combine(output, HeldOut), split[true].Select(p => Record(byId[p.ItemId], p)));
        foreach (var _ in result.Pairs) tally.AddItem(1);
        var options = new ExportOptions(ExportShape.Pairs, Weights: ExportWeights.Reliability) { Models = true };
        var manifest = tally.Manifest(options, Reliabilities.Of(result), "events", events.Count == 0 ? 0 : events[^1].Sequence);
        JsonLines.WriteDocument(Path.Combine(output, DatasetManifest.FileName), manifest);
        var frozen = manifest.Frozen(context.Clock.GetUtcNow(), "heed feedback report");
        if (!events.Exists(e => e.Event.Id == frozen.Id)) await log.AppendAsync([frozen], context.Cancellation);
        return result;
    }

    /// <summary>Whether an event is of a project: consent and versions of datasets are of all.</summary>
    internal static bool IsOf(FeedbackEvent one, string? project) => project is null || one.Project == project || one is ConsentGiven or DatasetFrozen;

    /// <summary>What a reviewer settled is the pair's answer, with weight 1; agreement and raters are judged without it.</summary>
    private static FeedbackResult Settled(FeedbackResult result, List<Answered> standing)
    {
        var settled = standing.Where(a => a.Settles && a.Answer is ComparisonAnswer { Verdict: not Verdict.CannotJudge }).GroupBy(a => a.ItemId!).ToDictionary(g => g.Key, g => ((ComparisonAnswer)g.Last().Answer).Verdict);
        return settled.Count == 0 ? result : result with
        {
            Pairs = [.. result.Pairs.Select(p => !settled.TryGetValue(p.ItemId, out var verdict) ? p
                : p with { PosteriorFirstBetter = verdict switch { Verdict.First => 1, Verdict.Second => 0, _ => 0.5 }, Weight = 1 })],
        };
    }

    /// <summary>The standing answers that models may learn from.</summary>
    private static (List<Answered> Standing, DatasetTally Tally) Usable(List<RecordedEvent> events)
    {
        var (standing, tally) = (new List<Answered>(), new DatasetTally());
        var refused = TrainingConsent.Refused(events.Select(e => e.Event));
        var places = events.ToDictionary(e => e.Event.Id, e => e.Sequence);
        foreach (var answer in StandingAnswers.Of(events.Select(e => e.Event)).Where(a => a.Answer is ComparisonAnswer))
            if (!answer.Trainable || (answer.Rater is { } rater && refused.Contains(rater))) tally.LeaveOut("no model may learn from it");
            else
            {
                standing.Add(answer);
                tally.Add(new RecordedAnswer(places[answer.Id], answer));
            }
        return (standing, tally);
    }

    private static PreferenceRecord Record(Comparison item, ConsensusPair pair) => new(item.Id, item.Prompt.Conversation.Messages,
        new AnswerRecord(item.First.Text, item.First.Ended), new AnswerRecord(item.Second.Text, item.Second.Ended),
        pair.PosteriorFirstBetter, pair.Weight, pair.Votes);
}
