using System.Text.Json.Serialization;

namespace Heed.Language.Texts;

/// <summary>Messages in the order they were said; equal when all messages are equal.</summary>
public sealed record Conversation(IReadOnlyList<Message> Messages)
{
    /// <summary>The tools the assistant may call: the JSON list that templates know as tools; null: none.</summary>
    [JsonConverter(typeof(JsonText)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Tools { get; init; }

    /// <summary>What templates are given besides (enable_thinking, documents …): a JSON object, which data sets hold as chat_template_kwargs; null: nothing.</summary>
    [JsonConverter(typeof(JsonText)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Variables { get; init; }

    /// <summary>A conversation of one user message.</summary>
    public static Conversation Ask(string question) => new([Message.FromUser(question)]);

    /// <summary>This conversation with one more message.</summary>
    public Conversation With(Message message) => this with { Messages = [.. Messages, message] };

    public bool Equals(Conversation? other) => other is not null && Tools == other.Tools && Variables == other.Variables && Messages.SequenceEqual(other.Messages);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var message in Messages) hash.Add(message);
        return hash.ToHashCode();
    }
}
