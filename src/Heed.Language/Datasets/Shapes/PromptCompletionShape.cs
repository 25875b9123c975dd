using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>A prompt and what follows it, each a text or messages.</summary>
internal sealed class PromptCompletionShape : DemonstrationShape
{
    private static readonly string[] Answers = ["completion", "response", "answer"];

    public override string Name => "prompt and completion (prompt or question, completion or response or answer)";

    public override bool Fits(JsonObject record) => Answers.Any(record.ContainsKey)
        && (RecordText.IsText(record, "prompt") || RecordText.IsList(record, "prompt") || RecordText.IsText(record, "question"));

    protected override (IReadOnlyList<Message> Prompt, string Completion) Parts(JsonObject record) =>
        (PromptPairShape.PromptOf(record), Answer.Read(record, Answers.FirstOrDefault(record.ContainsKey) ?? Answers[0]));
}
