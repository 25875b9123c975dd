using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Feedback.Exports.Formats;

/// <summary>HH's dialogues: <c>chosen, rejected</c> as <c>\n\nHuman: … \n\nAssistant: …</c>; pairs of which neither is better are left out.</summary>
internal sealed class DialoguePairFormat : DatasetFormat
{
    public override string Name => "hh";

    public override IReadOnlyList<ExportShape> Shapes => [ExportShape.Pairs];

    public override IEnumerable<JsonObject> Write(AnsweredItem item, Reliabilities worth) => PairRow.Of(item, worth).Where(p => p.FirstBetter != 0.5).Select(pair =>
    {
        var (chosen, rejected) = pair.FirstBetter > 0.5 ? (pair.First, pair.Second) : (pair.Second, pair.First);
        return new JsonObject { ["chosen"] = Dialogue(pair.Prompt, chosen.Text), ["rejected"] = Dialogue(pair.Prompt, rejected.Text) };
    });

    private static string Dialogue(Prompt prompt, string answer) =>
        string.Concat(prompt.Conversation.Messages.Select(m => $"\n\n{(m.Role == Roles.Assistant ? "Assistant" : "Human")}: {m.Content}")) + $"\n\nAssistant: {answer}";
}
