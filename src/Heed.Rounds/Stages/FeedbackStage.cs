using Heed.Feedback.Events;
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
    public static async Task<FeedbackResult> RunAsync(IEventLog log, string output, double heldOut, ulong seed, StageContext context)
    {
        var items = new List<Comparison>();
        await foreach (var item in log.ItemsAsync(context.Cancellation))
            if (item is Comparison comparison) items.Add(comparison);
        var events = new List<FeedbackEvent>();
        await foreach (var recorded in log.ReadAsync(cancellation: context.Cancellation)) events.Add(recorded.Event);

        var result = new FeedbackAnalysis { Seed = seed }.Run(items, ComparisonVote.Of(events));
        JsonLines.WriteDocument(Path.Combine(output, Report), result.Report);
        var byId = items.ToDictionary(i => i.Id);
        var split = result.Pairs.ToLookup(p => HeldOutPrompts.Contains(byId[p.ItemId].Prompt.Id, heldOut, seed));
        JsonLines.Write(Path.Combine(output, Preferences), split[false].Select(p => Record(byId[p.ItemId], p)));
        JsonLines.Write(Path.Combine(output, HeldOut), split[true].Select(p => Record(byId[p.ItemId], p)));
        return result;
    }

    private static PreferenceRecord Record(Comparison item, ConsensusPair pair) => new(item.Id, item.Prompt.Conversation.Messages,
        new AnswerRecord(item.First.Text, item.First.Ended), new AnswerRecord(item.Second.Text, item.Second.Ended),
        pair.PosteriorFirstBetter, pair.Weight, pair.Votes);
}
