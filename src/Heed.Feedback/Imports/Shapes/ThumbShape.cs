using System.Text.Json;
using System.Text.Json.Nodes;
using Heed.Feedback.Answers;
using Heed.Feedback.Items;
using Heed.Language.Texts;

namespace Heed.Feedback.Imports.Shapes;

/// <summary>Thumbs as KTO learns from: <c>prompt, completion, label</c>, or <c>messages</c> that end with the assistant, and <c>label</c>.</summary>
internal sealed class ThumbShape : FeedbackShape
{
    public override string Name => "KTO: prompt and completion (or messages) with a label true or false";

    public override bool Fits(JsonObject record) => record["label"]?.GetValueKind() is JsonValueKind.True or JsonValueKind.False
        && (record.ContainsKey("completion") || record.ContainsKey("messages") || record.ContainsKey("conversations"));

    public override IEnumerable<GivenAnswer> Read(JsonObject record, string source)
    {
        var messages = (record["messages"] ?? record["conversations"]).Messages()
            ?? [.. record["prompt"].Messages() ?? [Message.FromUser(record.Text("prompt"))], .. record["completion"].Messages() ?? [Message.FromAssistant(record.Text("completion"))]];
        if (messages.Count < 2 || messages[^1].Role != Roles.Assistant) throw new BadShapeException("expected a conversation that ends with the assistant");
        var item = ThumbItem.Of(Fields.Prompt(messages[..^1]), new Candidate(messages[^1].Content, source));
        return [new GivenAnswer("label", item, new ThumbAnswer(record["label"]!.GetValueKind() == JsonValueKind.True), record.TextOrNull("rater"))];
    }
}
