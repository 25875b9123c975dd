using System.Text.Json;
using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Language.Texts;

namespace Heed.Labelling.Loading;

/// <summary>
/// Items from JSON lines, read one at a time: items of the record (with "kind", "id" and "prompt"), candidates of 'heed generate' (a prompt and "answers"),
/// or what others write: a prompt with "responses", "chosen" and "rejected", or alone. Two responses make a comparison, more a ranking, none a demonstration;
/// "kind" asks for something else. Beside them may stand "priority", "group", "cohort", "warnings", "overlap", "purpose" and "known".
/// </summary>
public static class ItemFile
{
    private static readonly string[] ResponseNames = ["answers", "responses", "candidates", "completions"];

    /// <param name="form">The questions of items that name no kind, and of form items without a form of their own; null without one.</param>
    public static IEnumerable<QueuedItem> Read(string file, Form? form = null)
    {
        if (!File.Exists(file)) throw new ItemFileException(file, 0, "there is no such file. Name a file of JSON lines, such as candidates.jsonl of 'heed generate'.");
        var forms = new ItemForms(Path.GetDirectoryName(Path.GetFullPath(file))!, form);
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            yield return Parse(file, number, line, forms);
        }
    }

    /// <summary>Reads one line.</summary>
    /// <param name="file">What messages call the place it comes from.</param>
    /// <exception cref="ItemFileException">It is no item.</exception>
    internal static QueuedItem Parse(string file, int number, string line, ItemForms forms)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return Checked(Queued(document.RootElement, line, forms));
        }
        catch (Exception problem) when (problem is JsonException or EventLogException or InvalidOperationException or FormatException or ArgumentException or KeyNotFoundException)
        {
            throw new ItemFileException(file, number, $"expected an item as a JSON object, found {(line.Length > 120 ? line[..120] + "…" : line)} ({problem.Message})");
        }
    }

    private static QueuedItem Checked(QueuedItem item)
    {
        if (item.Purpose is Purpose.Gold or Purpose.Practice && item.Known is null)
            throw new JsonException($"an item for {item.Purpose.ToString().ToLowerInvariant()} needs its answer: \"known\": {{\"answer\": {{\"kind\": \"comparison\", \"verdict\": \"first\"}}}}");
        if (item.Known?.Expected.Problems(item.Item).FirstOrDefault() is { } problem) throw new JsonException($"the known answer does not answer the item: {problem}");
        return item;
    }

    private static QueuedItem Queued(JsonElement root, string line, ItemForms forms) => new(Item(root, line, forms))
    {
        Priority = root.TryGetProperty("priority", out var priority) ? priority.GetInt32() : 0,
        Score = root.TryGetProperty("score", out var score) ? score.GetDouble() : 0,
        Overlap = root.TryGetProperty("overlap", out var overlap) ? overlap.GetInt32() : null,
        Group = Text(root, "group"),
        Cohort = Text(root, "cohort"),
        Warnings = Texts(root, "warnings"),
        Purpose = Text(root, "purpose") is { } purpose ? PurposeOf(purpose) : Purpose.Label,
        Known = root.TryGetProperty("known", out var known) ? Known(known) : null,
    };

    private static Purpose PurposeOf(string name) => Enum.TryParse<Purpose>(name, ignoreCase: true, out var purpose) && purpose != Purpose.Repeat ? purpose
        : throw new JsonException($"purpose must be label, gold or practice, found '{name}'");

    private static KnownAnswer Known(JsonElement known) => new(
        JsonSerializer.Deserialize<Answer>(known.GetProperty("answer").GetRawText(), FeedbackJson.Options) ?? throw new JsonException("known.answer is null"), Text(known, "explanation"));

    private static FeedbackItem Item(JsonElement root, string line, ItemForms forms)
    {
        var kind = Text(root, "kind") ?? (forms.Given is null ? null : "form");
        if (kind is not null && root.TryGetProperty("prompt", out var whole) && whole.ValueKind == JsonValueKind.Object && root.TryGetProperty("id", out _)) return FeedbackJson.ReadItem(line);
        var prompt = PromptOf(root);
        var answers = Answers(root);
        return (kind ?? Usual(answers.Count)) switch
        {
            "comparison" when answers.Count == 2 => Comparison.Of(prompt, answers[0], answers[1]),
            "ranking" when answers.Count >= 2 => RankingItem.Of(prompt, answers),
            "rating" when answers.Count >= 1 => RatingItem.Of(prompt, answers, Scales(root)),
            "thumb" when answers.Count == 1 => ThumbItem.Of(prompt, answers[0]),
            "correction" when answers.Count == 1 => CorrectionItem.Of(prompt, answers[0]),
            "demonstration" when answers.Count <= 1 => DemonstrationItem.Of(prompt, root.TryGetProperty("both_sides", out var both) && both.GetBoolean(), answers is [var draft] ? draft : null),
            "spans" when answers.Count == 1 => SpanItem.Of(prompt, answers[0], Texts(root, "labels") is { Count: > 0 } labels ? labels : ["unsafe", "pii", "false"]),
            "reward" when answers.Count == 1 => RewardItem.Of(prompt, answers[0]),
            "form" => FormItem.Of(prompt, answers, forms.Of(root)),
            var other => throw new JsonException($"kind '{other}' with {answers.Count} responses is not known"),
        };
    }

    private static string Usual(int answers) => answers switch { 0 => "demonstration", 1 => "thumb", 2 => "comparison", _ => "ranking" };

    private static Prompt PromptOf(JsonElement root)
    {
        var element = root.TryGetProperty("prompt", out var prompt) ? prompt : root.TryGetProperty("messages", out var messages) ? messages : throw new JsonException("there is no prompt");
        var conversation = element.ValueKind switch
        {
            JsonValueKind.String => Conversation.Ask(element.GetString()!),
            JsonValueKind.Array => new Conversation([.. element.EnumerateArray().Select(MessageOf)]),
            _ => throw new JsonException("prompt must be a text or a list of messages"),
        };
        var id = Text(root, "prompt_id") ?? Text(root, "id") ?? Identity.Of([.. conversation.Messages.SelectMany(m => new[] { m.Role, m.Content })]);
        return new Prompt(id, conversation);
    }

    private static Message MessageOf(JsonElement message) => new(message.GetProperty("role").GetString()!, message.GetProperty("content").GetString()!);

    private static IReadOnlyList<Candidate> Answers(JsonElement root)
    {
        if (root.TryGetProperty("chosen", out var chosen) && root.TryGetProperty("rejected", out var rejected)) return [AnswerOf(chosen), AnswerOf(rejected)];
        foreach (var name in ResponseNames)
            if (root.TryGetProperty(name, out var list)) return [.. list.EnumerateArray().Select(AnswerOf).DistinctBy(a => a.Text)];
        return root.TryGetProperty("response", out var one) || root.TryGetProperty("completion", out one) ? [AnswerOf(one)] : [];
    }

    private static Candidate AnswerOf(JsonElement answer) => answer.ValueKind switch
    {
        JsonValueKind.String => new Candidate(answer.GetString()!, ""),
        JsonValueKind.Array => new Candidate(answer.EnumerateArray().Last().GetProperty("content").GetString()!, ""),
        _ => new Candidate((answer.TryGetProperty("text", out var text) ? text : answer.GetProperty("content")).GetString()!, Text(answer, "source") ?? Text(answer, "model") ?? "",
            !answer.TryGetProperty("ended", out var ended) || ended.GetBoolean()),
    };

    private static IReadOnlyList<RatingScale> Scales(JsonElement root) => root.TryGetProperty("scales", out var scales)
        ? JsonSerializer.Deserialize<RatingScale[]>(scales.GetRawText(), FeedbackJson.Options)!
        : [new RatingScale("helpfulness"), new RatingScale("correctness")];

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static IReadOnlyList<string> Texts(JsonElement element, string name) => element.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(v => v.GetString()!)] : [];
}
