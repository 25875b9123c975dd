using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Learning.Packing;
using Heed.Learning.Scoring;
using Heed.Rounds.Files;
using Heed.Rounds.Models;
using Heed.Runs;

namespace Heed.Rounds.Stages;

/// <summary>How much one more answer to each comparison of a record is expected to tell, in nats: what a project's active selection goes by.</summary>
public static class SelectionStage
{
    /// <summary>By what the answers so far leave open: the information expected of a new rater's.</summary>
    public static async Task<SelectionScores> ByAnswersAsync(IEventLog log, CancellationToken cancellation)
    {
        var events = new List<FeedbackEvent>();
        await foreach (var recorded in log.ReadAsync(cancellation: cancellation)) events.Add(recorded.Event);
        return new SelectionScores(new AnsweredComparisons().Gains(await ComparisonsAsync(log, cancellation), ComparisonVote.Of(events)), 0);
    }

    /// <summary>By how far reward models disagree about which answer is better (<see cref="Informativeness.Disagreement"/>).</summary>
    /// <param name="models">Two or more folders, trained from different starts or on different parts of the votes.</param>
    public static async Task<SelectionScores> ByModelsAsync(IEventLog log, IReadOnlyList<string> models, CancellationToken cancellation)
    {
        if (models.Count < 2) throw new RecipeException("command line", [new Problem("--models", $"found {models.Count} reward model", "give two or more: one alone cannot disagree")]);
        var pairs = await ComparisonsAsync(log, cancellation);
        var predictions = models.Select(m => Predict(m, pairs)).ToList();
        var scored = Enumerable.Range(0, pairs.Count).Where(i => predictions.All(p => p[i] is not null))
            .ToDictionary(i => pairs[i].Id, i => Informativeness.Disagreement([.. predictions.Select(p => p[i]!.Value)]));
        return new SelectionScores(scored, pairs.Count - scored.Count);
    }

    /// <summary>By pair: P(the first answer is better) by one model; null where the pair is longer than its positions.</summary>
    private static double?[] Predict(string model, IReadOnlyList<Comparison> pairs)
    {
        using var reward = RewardModel.Load(model);
        using var folder = ModelFolder.Load(model);
        AnsweredPrompt Encode(Comparison pair, Candidate answer) =>
            new(folder.EncodePrompt(pair.Prompt.Conversation), folder.EncodeAnswer(pair.Prompt.Conversation, new AnswerRecord(answer.Text, answer.Ended)));
        var room = folder.Model.Config.MaxPositions;
        var encoded = pairs.Select(p => (First: Encode(p, p.First), Second: Encode(p, p.Second))).ToList();
        int[] fitting = [.. Enumerable.Range(0, pairs.Count).Where(i => encoded[i].First.Length <= room && encoded[i].Second.Length <= room)];
        var scores = reward.RawScores([.. fitting.SelectMany(i => new[] { encoded[i].First, encoded[i].Second })]);
        var predicted = new double?[pairs.Count];
        for (var k = 0; k < fitting.Length; k++) predicted[fitting[k]] = 1 / (1 + Math.Exp(scores[2 * k + 1] - scores[2 * k]));
        return predicted;
    }

    private static async Task<IReadOnlyList<Comparison>> ComparisonsAsync(IEventLog log, CancellationToken cancellation)
    {
        var pairs = new List<Comparison>();
        await foreach (var item in log.ItemsAsync(cancellation))
            if (item is Comparison pair) pairs.Add(pair);
        return pairs;
    }
}

/// <param name="ByItem">Nats, by the item's id.</param>
/// <param name="TooLong">Pairs that a model has no room for; they keep the score they had.</param>
public sealed record SelectionScores(IReadOnlyDictionary<string, double> ByItem, int TooLong);
