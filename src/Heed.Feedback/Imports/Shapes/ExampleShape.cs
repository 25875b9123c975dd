using System.Text.Json.Nodes;
using Heed.Feedback.Answers;
using Heed.Feedback.Items;
using Heed.Language.Datasets;
using Heed.Language.Datasets.Shapes;
using Heed.Language.Texts;
using DatasetRanking = Heed.Language.Datasets.Ranking;

namespace Heed.Feedback.Imports.Shapes;

/// <summary>
/// Judgements that data sets carry, in the forms that <see cref="DataShape"/> reads: thumbs (KTO), and Open-Assistant's trees, whose ranks among the
/// assistant's replies to one message are people's consensus.
/// </summary>
/// <param name="shape">The name of the form there.</param>
internal sealed class ExampleShape(string shape) : FeedbackShape
{
    private readonly DataShape _shape = DataShape.All.Single(s => s.Name == shape);

    public override string Name => $"{_shape.Name} ({_shape.Keys})";

    public override bool Fits(JsonObject record) => _shape.Recognises(record);

    public override IEnumerable<GivenAnswer> Read(JsonObject record, string source) => _shape.TryRead(record, out var examples, out var reason)
        ? examples.Select(e => Given(e, source, record.TextOrNull("rater"))).OfType<GivenAnswer>() : throw new BadShapeException(reason);

    private static GivenAnswer? Given(Example example, string source, string? rater) => example switch
    {
        Thumb thumb => new("label", ThumbItem.Of(Asked(thumb.Prompt), new Candidate(thumb.Completion, source)), new ThumbAnswer(thumb.Good), rater),
        DatasetRanking ranking when Ranked(ranking) is { Length: > 1 } answers =>
            new(ranking.Id, RankingItem.Of(Asked(ranking.Prompt), [.. answers.Select(a => new Candidate(a.Text, source))]), new RankingAnswer(Ranks(answers)), rater),
        _ => null,
    };

    private static Prompt Asked(Conversation prompt) => Fields.Prompt(prompt.Messages);

    private static ScoredAnswer[] Ranked(DatasetRanking ranking) => [.. ranking.Answers.Where(a => a.Score is not null)];

    /// <summary>From 1 without gaps; equal scores share one.</summary>
    private static int?[] Ranks(ScoredAnswer[] answers)
    {
        var order = answers.Select(a => a.Score!.Value).Distinct().OrderDescending().ToList();
        return [.. answers.Select(a => (int?)(1 + order.IndexOf(a.Score!.Value)))];
    }
}
