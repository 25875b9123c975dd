using System.Text.Json.Nodes;
using Heed.Feedback.Answers;
using Heed.Language.Texts;

namespace Heed.Feedback.Exports.Formats;

/// <summary>Heed's demonstrations: <c>id, prompt, completion</c>; what goes before the last turn is the prompt.</summary>
internal sealed class DemonstrationFormat : DatasetFormat
{
    public override string Name => "heed";

    public override IReadOnlyList<ExportShape> Shapes => [ExportShape.Demonstrations];

    public override IEnumerable<JsonObject> Write(AnsweredItem item, Reliabilities worth) => Dialogues(item)
        .Select(d => new JsonObject { ["id"] = d.Id, ["prompt"] = Messages(d.Messages.SkipLast(1)), ["completion"] = d.Messages[^1].Content });

    /// <summary>What people wrote about an item: whole conversations that end with the assistant.</summary>
    public static IEnumerable<(string Id, IReadOnlyList<Message> Messages)> Dialogues(AnsweredItem item) =>
        from recorded in item.Answers
        let before = item.Item.Prompt.Conversation.Messages
        let answer = recorded.Answer.Answer
        let written = answer switch
        {
            DemonstrationAnswer demonstration => demonstration.Messages,
            CorrectionAnswer correction => [Message.FromAssistant(correction.Text)],
            { Notes.Edit: { } edit } => [Message.FromAssistant(edit.Text)],
            _ => null,
        }
        where written is not null
        select (recorded.Answer.Id, (IReadOnlyList<Message>)[.. before, .. written]);
}
