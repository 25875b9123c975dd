using System.Text.Json.Nodes;

namespace Heed.Language.Datasets.Shapes;

/// <summary>Prompts alone: a prompt without any answer beside it, or messages that end with the user.</summary>
internal sealed class PromptShape : DataShape
{
    private static readonly string[] Answers = ["chosen", "rejected", "completion", "completions", "response", "answer", "output"];

    public override string Name => "prompt";

    public override string Keys => "prompt (or messages that end with the user)";

    public override Meaning Meaning => Meaning.Prompts;

    public override bool IsWritten => true;

    internal override bool Fits(JsonObject record) => !RecordText.HasAny(record, Answers)
        && (ConversationParts.Has(record) ? EndsWithUser(record[ConversationParts.Key(record)]) : Asked.Has(record));

    internal override IEnumerable<Example> Read(JsonObject record)
    {
        var prompt = ExampleParts.Prompt(Asked.Read(record), record);
        return [new Question(ExampleParts.Id(record, prompt), prompt)];
    }

    internal override JsonObject Write(Example example)
    {
        var question = (Question)example;
        return new() { ["id"] = question.Id, ["prompt"] = MessageList.Of(question.Prompt.Messages) };
    }

    private static bool EndsWithUser(JsonNode? node) => node is JsonArray { Count: > 0 } list && list[^1] is JsonObject last
        && RecordText.TryText(last["role"] ?? last["from"], out var role) && role.ToLowerInvariant() is "user" or "human" or "prompter";
}
