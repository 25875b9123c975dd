using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>A prompt and what follows it, each a text or messages.</summary>
internal sealed class CompletionShape : DataShape
{
    private static readonly string[] Answers = ["completion", "response", "answer"];

    public override string Name => "prompt-completion";

    public override string Keys => "prompt or question, completion or response or answer";

    public override Meaning Meaning => Meaning.Demonstrations;

    public override bool IsWritten => true;

    public static bool HasBoth(JsonObject record) => Answers.Any(record.ContainsKey) && Asked.Has(record);

    public static (IReadOnlyList<Message> Prompt, Message Answer) Parts(JsonObject record) =>
        (Asked.Read(record), Answer.Said(record, Answers.FirstOrDefault(record.ContainsKey) ?? Answers[0]));

    internal override bool Fits(JsonObject record) => HasBoth(record);

    internal override IEnumerable<Example> Read(JsonObject record)
    {
        var (prompt, answer) = Parts(record);
        return [ExampleParts.Demonstration(record, prompt, answer)];
    }

    internal override JsonObject Write(Example example)
    {
        var item = (Demonstration)example;
        return new() { ["id"] = item.Id, ["prompt"] = MessageList.Of(item.Prompt.Messages), ["completion"] = MessageList.Of(item.Answer) };
    }
}
