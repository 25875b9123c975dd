using System.Text.Json.Serialization;
using Heed.Language.Texts;

namespace Heed.Rounds.Files;

/// <summary>prompts.jsonl: what a model is asked. <c>{"id", "messages": [{"role", "content"}]}</c></summary>
public sealed record PromptRecord(string Id, IReadOnlyList<Message> Messages)
{
    /// <inheritdoc cref="Language.Texts.Conversation.Tools"/>
    [JsonConverter(typeof(JsonText)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Tools { get; init; }

    /// <inheritdoc cref="Language.Texts.Conversation.Variables"/>
    [JsonConverter(typeof(JsonText)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Variables { get; init; }

    public Conversation Conversation() => new(Messages) { Tools = Tools, Variables = Variables };
}

/// <summary>A document of plain text. <c>{"text"}</c></summary>
public sealed record TextRecord(string Text);

/// <summary>demonstrations.jsonl: a prompt and the answer to learn from it. <c>{"id", "prompt": [messages], "completion"}</c></summary>
public sealed record DemonstrationRecord(string Id, IReadOnlyList<Message> Prompt, string Completion);

/// <summary>One sampled answer.</summary>
/// <param name="Ended">The model stopped by itself.</param>
public sealed record AnswerRecord(string Text, bool Ended);

/// <summary>candidates.jsonl: several answers to a prompt.</summary>
public sealed record CandidateRecord(string Id, IReadOnlyList<Message> Messages, IReadOnlyList<AnswerRecord> Answers)
{
    /// <inheritdoc cref="Language.Texts.Conversation.Tools"/>
    [JsonConverter(typeof(JsonText)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Tools { get; init; }

    /// <inheritdoc cref="Language.Texts.Conversation.Variables"/>
    [JsonConverter(typeof(JsonText)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Variables { get; init; }

    public Conversation Conversation() => new(Messages) { Tools = Tools, Variables = Variables };
}

/// <summary>preferences.jsonl: two answers, how probably the first is the better one, and what the pair weighs.</summary>
/// <param name="FirstBetter">P(the first is better), from one vote or from a crowd.</param>
/// <param name="Weight">≥ 0; the pair's share of the loss.</param>
/// <param name="Votes">Answers of raters behind it; 0 where unknown.</param>
public sealed record PreferenceRecord(string Id, IReadOnlyList<Message> Messages, AnswerRecord First, AnswerRecord Second,
    double FirstBetter, double Weight, int Votes)
{
    /// <inheritdoc cref="Language.Texts.Conversation.Tools"/>
    [JsonConverter(typeof(JsonText)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Tools { get; init; }

    /// <inheritdoc cref="Language.Texts.Conversation.Variables"/>
    [JsonConverter(typeof(JsonText)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Variables { get; init; }

    public Conversation Conversation() => new(Messages) { Tools = Tools, Variables = Variables };
}
