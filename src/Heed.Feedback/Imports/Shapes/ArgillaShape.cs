using System.Text.Json.Nodes;
using Heed.Feedback.Answers;
using Heed.Feedback.Items;
using Heed.Language.Texts;

namespace Heed.Feedback.Imports.Shapes;

/// <summary>
/// Argilla's records: <c>fields</c> with a prompt (prompt, instruction, question, chat) and answers (every other field), and <c>responses</c> by question, each with
/// value, user_id and status, or by user with values. Rankings, ratings, yes-or-no labels and texts (corrections) are read; only submitted ones.
/// </summary>
internal sealed class ArgillaShape : FeedbackShape
{
    private static readonly string[] PromptKeys = ["prompt", "instruction", "question", "chat", "conversation", "input"];

    public override string Name => "Argilla: fields, responses";

    public override bool Fits(JsonObject record) => record["fields"] is JsonObject && record["responses"] is JsonObject or JsonArray;

    public override IEnumerable<GivenAnswer> Read(JsonObject record, string source)
    {
        var fields = (JsonObject)record["fields"]!;
        var asked = PromptKeys.FirstOrDefault(k => fields[k] is not null) ?? throw new BadShapeException($"expected a prompt among the fields, under {string.Join(", ", PromptKeys)}");
        var prompt = fields[asked].Messages() is { } messages ? Fields.Prompt(messages) : Fields.Prompt(Message.FromUser(fields.Text(asked)));
        var answers = fields.Where(f => f.Key != asked && fields.TextOrNull(f.Key) is not null).Select(f => (f.Key, Text: f.Value!.GetValue<string>())).ToArray();
        foreach (var (question, response, user) in Responses(record["responses"]!))
            if (Answer(question, response, prompt, answers, source) is var (item, answer))
                yield return new GivenAnswer($"{question}/{user}", item, answer, user is null ? null : $"argilla-{user}");
    }

    private static IEnumerable<(string Question, JsonNode Value, string? User)> Responses(JsonNode responses)
    {
        if (responses is JsonObject byQuestion)
            foreach (var (question, list) in byQuestion)
                foreach (var one in (list as JsonArray ?? []).OfType<JsonObject>())
                    if ((one.TextOrNull("status") ?? "submitted") == "submitted" && one["value"] is { } value) yield return (question, value, one["user_id"].Scalar());
        if (responses is JsonArray byUser)
            foreach (var one in byUser.OfType<JsonObject>().Where(o => (o.TextOrNull("status") ?? "submitted") == "submitted"))
                foreach (var (question, holder) in one["values"] as JsonObject ?? [])
                    if (holder is JsonObject held && held["value"] is { } value) yield return (question, value, one["user_id"].Scalar());
    }

    private static (FeedbackItem, Answer)? Answer(string question, JsonNode value, Prompt prompt, (string Key, string Text)[] answers, string source)
    {
        Candidate Candidate(int index) => new(answers[index].Text, source);
        if (value is JsonArray ranks && ranks.All(r => r is JsonObject o && o["rank"] is not null && o["value"] is not null))
        {
            var byKey = ranks.OfType<JsonObject>().ToDictionary(r => r["value"].Scalar() ?? "", r => (int?)r["rank"].Number());
            return answers.Length < 2 ? null
                : (RankingItem.Of(prompt, [.. answers.Select((_, i) => Candidate(i))]), new RankingAnswer([.. answers.Select(a => byKey.GetValueOrDefault(a.Key))]));
        }
        // The question of one answer among several names it: response-1-rating, correction of response2.
        var about = answers.Length == 1 ? 0 : Array.FindIndex(answers, a => question.Contains(a.Key, StringComparison.OrdinalIgnoreCase));
        if (about < 0) return Preferred(value, prompt, answers, source);
        if (value.Number() is { } rating)
        {
            var scale = new RatingScale(question, rating < 1 ? 0 : 1, rating > 5 ? 10 : 5);
            return (RatingItem.Of(prompt, [Candidate(about)], [scale]), new RatingAnswer([new AnswerScore(0, question, (int)rating)]));
        }
        return value.Scalar()?.ToLowerInvariant() switch
        {
            null => null,
            "yes" or "good" or "up" or "true" => (ThumbItem.Of(prompt, Candidate(about)), new ThumbAnswer(true)),
            "no" or "bad" or "down" or "false" => (ThumbItem.Of(prompt, Candidate(about)), new ThumbAnswer(false)),
            _ => (CorrectionItem.Of(prompt, Candidate(about)), new CorrectionAnswer(value.Scalar()!)),
        };
    }

    /// <summary>A label that names one of two answers is a preference.</summary>
    private static (FeedbackItem, Answer)? Preferred(JsonNode value, Prompt prompt, (string Key, string Text)[] answers, string source)
    {
        if (answers.Length != 2 || value.Scalar() is not { } label) return null;
        var (item, inOrder) = Fields.Pair(prompt, answers[0].Text, answers[1].Text, source);
        Verdict? verdict = label == answers[0].Key ? (inOrder ? Verdict.First : Verdict.Second) : label == answers[1].Key ? (inOrder ? Verdict.Second : Verdict.First)
            : label.Equals("tie", StringComparison.OrdinalIgnoreCase) ? Verdict.Equal : null;
        return verdict is { } given ? (item, new ComparisonAnswer(given)) : null;
    }
}
