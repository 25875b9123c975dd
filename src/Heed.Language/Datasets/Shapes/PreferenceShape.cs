using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>One way in which data sets spell a preference pair.</summary>
internal abstract class PreferenceShape
{
    /// <summary>The known shapes, the more particular first.</summary>
    public static readonly IReadOnlyList<PreferenceShape> All =
        [new DialoguePairShape(), new InstructionPairShape(), new MessagePairShape(), new PromptPairShape()];

    /// <summary>The shape's name with its keys, for messages.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a record has this shape's keys, whatever they hold.</summary>
    public abstract bool Fits(JsonObject record);

    /// <exception cref="BadRecordException">The record cannot be used.</exception>
    public Preference Read(JsonObject record)
    {
        var (prompt, chosen, rejected) = Sides(record);
        (chosen, rejected) = (chosen.Trim(), rejected.Trim());
        if (chosen.Length == 0) throw new BadRecordException("the chosen answer is empty");
        if (rejected.Length == 0) throw new BadRecordException("the rejected answer is empty");
        if (chosen == rejected) throw new BadRecordException("both answers are equal");
        if (prompt.Count == 0 || prompt.Any(m => m.Role == Roles.User && string.IsNullOrWhiteSpace(m.Content))) throw new BadRecordException("the prompt is empty");
        var conversation = new Conversation(prompt);
        return new Preference(RecordText.Optional(record, "id") ?? ContentId.Of(conversation, chosen, rejected), conversation, chosen, rejected,
            RecordText.Optional(record, "rater"), Weight(record));
    }

    protected abstract (IReadOnlyList<Message> Prompt, string Chosen, string Rejected) Sides(JsonObject record);

    private static double Weight(JsonObject record)
    {
        if (record["weight"] is not { } node) return 1;
        return node is JsonValue value && value.TryGetValue<double>(out var weight) && double.IsFinite(weight) && weight >= 0 ? weight
            : throw new BadRecordException("'weight' is no number of 0 or more");
    }
}
