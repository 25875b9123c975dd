using System.Text.Json.Nodes;
using Heed.Feedback.Answers;
using Heed.Language.Texts;

namespace Heed.Feedback.Imports.Shapes;

/// <summary>PandaLM's test set: <c>instruction, input, response1, response2, annotator1 …</c>; 0 a tie, 1 or 2 the better.</summary>
internal sealed class PandaShape : FeedbackShape
{
    private const string Annotator = "annotator";

    public override string Name => "PandaLM: instruction, input, response1, response2, annotator1 …";

    public override bool Fits(JsonObject record) => record.ContainsKey("response1") && record.ContainsKey("response2") && record.Any(p => p.Key.StartsWith(Annotator, StringComparison.Ordinal));

    public override IEnumerable<GivenAnswer> Read(JsonObject record, string source)
    {
        var input = record.TextOrNull("input") ?? "";
        var prompt = Fields.Prompt(Message.FromUser(input.Length == 0 ? record.Text("instruction") : $"{record.Text("instruction")}\n\n{input}"));
        var (item, inOrder) = Fields.Pair(prompt, record.Written("response1"), record.Written("response2"), source);
        foreach (var (key, value) in record)
            if (key.StartsWith(Annotator, StringComparison.Ordinal))
                yield return new GivenAnswer(key, item, new ComparisonAnswer(Meaning(value, inOrder)), key);
    }

    private static Verdict Meaning(JsonNode? value, bool inOrder) => value.Number() switch
    {
        0 => Verdict.Equal,
        1 => inOrder ? Verdict.First : Verdict.Second,
        2 => inOrder ? Verdict.Second : Verdict.First,
        _ => throw new BadShapeException($"expected 0, 1 or 2 of an annotator, found {value?.ToJsonString() ?? "nothing"}"),
    };
}
