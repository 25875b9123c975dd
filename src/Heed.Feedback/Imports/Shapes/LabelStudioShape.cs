using System.Text.Json.Nodes;
using Heed.Feedback.Answers;
using Heed.Feedback.Items;

namespace Heed.Feedback.Imports.Shapes;

/// <summary>
/// Label Studio's export: <c>data</c> with the texts and <c>annotations</c> with results: pairwise, rating, choices of thumbs, textarea (a correction), ranker.
/// The prompt is under prompt, question, instruction or text; the answers under every other key that ends in a number, or under answer, response, completion.
/// </summary>
internal sealed class LabelStudioShape : FeedbackShape
{
    private static readonly string[] PromptKeys = ["prompt", "question", "instruction", "text"], AnswerKeys = ["answer", "response", "completion", "output"];

    public override string Name => "Label Studio: data, annotations with results";

    public override bool Fits(JsonObject record) => record["data"] is JsonObject && record["annotations"] is JsonArray;

    public override IEnumerable<GivenAnswer> Read(JsonObject record, string source)
    {
        var data = (JsonObject)record["data"]!;
        var asked = PromptKeys.FirstOrDefault(k => data[k] is not null) ?? throw new BadShapeException($"expected a prompt under {string.Join(", ", PromptKeys)}");
        var prompt = data[asked].Messages() is { } messages ? Fields.Prompt(messages) : Fields.Ask(data.Text(asked));
        var answers = data.Where(p => p.Key != asked && (char.IsAsciiDigit(p.Key[^1]) || AnswerKeys.Contains(p.Key)) && data.TextOrNull(p.Key) is not null).OrderBy(p => p.Key, StringComparer.Ordinal).ToArray();
        if (answers.Length == 0) throw new BadShapeException("expected answers under keys such as answer1, answer2");
        foreach (var annotation in ((JsonArray)record["annotations"]!).OfType<JsonObject>().Where(a => a["was_cancelled"]?.ToString() != "true"))
            foreach (var result in (annotation["result"] as JsonArray ?? []).OfType<JsonObject>())
                if (Answer(result, prompt, answers, source) is var (item, answer))
                    yield return new GivenAnswer($"{annotation["id"].Scalar()}/{result["id"].Scalar() ?? result.TextOrNull("from_name")}", item, answer, Rater(annotation))
                    {
                        Elapsed = annotation["lead_time"].Number() is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                    };
    }

    private static (FeedbackItem, Answer)? Answer(JsonObject result, Language.Texts.Prompt prompt, KeyValuePair<string, JsonNode?>[] answers, string source)
    {
        var value = result["value"] as JsonObject ?? [];
        Candidate Candidate(int index) => new(answers[index].Value!.GetValue<string>(), source);
        var target = Math.Max(0, Array.FindIndex(answers, a => a.Key == result.TextOrNull("to_name")));
        switch (result.TextOrNull("type"))
        {
            case "pairwise" when answers.Length == 2:
                var (item, inOrder) = Fields.Pair(prompt, Candidate(0).Text, Candidate(1).Text, source);
                return (item, new ComparisonAnswer(value.Text("selected") == "left" == inOrder ? Verdict.First : Verdict.Second));
            case "rating" when value["rating"].Number() is { } stars:
                var scale = new RatingScale(result.TextOrNull("from_name") ?? "rating", 1, stars > 5 ? 10 : 5);
                return (RatingItem.Of(prompt, [Candidate(target)], [scale]), new RatingAnswer([new AnswerScore(0, scale.Attribute, (int)stars)]));
            case "choices" when Thumb(value) is { } up:
                return (ThumbItem.Of(prompt, Candidate(target)), new ThumbAnswer(up));
            case "textarea" when (value["text"] is JsonArray { Count: > 0 } texts ? texts[0] : value["text"]).Scalar() is { } text:
                return (CorrectionItem.Of(prompt, Candidate(target)), new CorrectionAnswer(text));
            case "ranker" when value["ranker"] is JsonObject { Count: > 0 } ranker && ranker.First().Value is JsonArray order:
                var keys = order.Select(k => k.Scalar()).ToList();
                return (RankingItem.Of(prompt, [.. answers.Select((_, i) => Candidate(i))]), new RankingAnswer([.. answers.Select(a => keys.IndexOf(a.Key) is var at and >= 0 ? at + 1 : (int?)null)]));
            default:
                return null;
        }
    }

    private static bool? Thumb(JsonObject value) => (value["choices"] as JsonArray)?.FirstOrDefault().Scalar()?.ToLowerInvariant() switch
    {
        "good" or "yes" or "up" or "thumbs up" or "positive" => true,
        "bad" or "no" or "down" or "thumbs down" or "negative" => false,
        _ => null,
    };

    private static string? Rater(JsonObject annotation) =>
        (annotation["completed_by"] is JsonObject person ? person["id"] : annotation["completed_by"]).Scalar() is { } id ? $"label-studio-{id}" : null;
}
