using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>One way in which data sets spell a demonstration.</summary>
internal abstract class DemonstrationShape
{
    /// <summary>The known shapes, the more particular first.</summary>
    public static readonly IReadOnlyList<DemonstrationShape> All = [new InstructionAnswerShape(), new PromptCompletionShape(), new ConversationShape()];

    /// <inheritdoc cref="PreferenceShape.Name"/>
    public abstract string Name { get; }

    /// <inheritdoc cref="PreferenceShape.Fits"/>
    public abstract bool Fits(JsonObject record);

    /// <exception cref="BadRecordException">The record cannot be used.</exception>
    public Demonstration Read(JsonObject record)
    {
        var (prompt, completion) = Parts(record);
        completion = completion.Trim();
        if (completion.Length == 0) throw new BadRecordException("the answer is empty");
        if (prompt.Count == 0 || prompt.Any(m => m.Role == Roles.User && string.IsNullOrWhiteSpace(m.Content))) throw new BadRecordException("the prompt is empty");
        var conversation = new Conversation(prompt);
        return new Demonstration(RecordText.Optional(record, "id") ?? ContentId.Of(conversation, completion), conversation, completion);
    }

    protected abstract (IReadOnlyList<Message> Prompt, string Completion) Parts(JsonObject record);
}
