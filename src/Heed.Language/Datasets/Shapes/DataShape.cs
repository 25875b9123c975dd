using System.Text.Json.Nodes;
using Heed.Language.Datasets.Formats;

namespace Heed.Language.Datasets.Shapes;

/// <summary>One way in which data sets spell what they say. A new one is a new file, entered in <see cref="All"/>.</summary>
public abstract class DataShape
{
    /// <summary>The known shapes, the more particular first.</summary>
    public static IReadOnlyList<DataShape> All { get; } =
    [
        new DialoguePairShape(), new UltraFeedbackShape(), new PandaLmShape(), new FineGrainedShape(), new HelpSteerPairShape(), new HelpSteerShape(),
        new TreeShape(), new TreeRowsShape(), new StepwiseShape(), new UnpairedShape(),
        new InstructionPairShape(), new ImplicitPairShape(), new TextPairShape(), new PairShape(),
        new InstructionShape(), new CompletionShape(), new PromptShape(), new ShareGptShape(), new MessagesShape(), new TextShape()
    ];

    private protected DataShape()
    {
    }

    /// <summary>The short name, as commands take it.</summary>
    public abstract string Name { get; }

    /// <summary>The keys it is known by, for messages.</summary>
    public abstract string Keys { get; }

    public abstract Meaning Meaning { get; }

    /// <summary>Whether Heed writes this shape too; the others carry judgements that nothing else has.</summary>
    public virtual bool IsWritten => false;

    /// <exception cref="DatasetException">There is no such shape, or it is not written.</exception>
    public static DataShape Written(string name) => All.FirstOrDefault(s => s.Name == name && s.IsWritten)
        ?? throw new DatasetException(name, null, $"{(All.Any(s => s.Name == name) ? "this shape is read only" : "no such shape")}; written are {string.Join(", ", All.Where(s => s.IsWritten).Select(s => s.Name))}");

    /// <summary>The shape that Heed writes a kind of example in.</summary>
    internal static DataShape Of(Meaning meaning) => All.First(s => s.Name == meaning switch
    {
        Meaning.Texts => "text",
        Meaning.Prompts => "prompt",
        Meaning.Demonstrations => "prompt-completion",
        Meaning.Preferences => "preference",
        Meaning.Thumbs => "unpaired",
        Meaning.Solutions => "stepwise",
        _ => throw new ArgumentOutOfRangeException(nameof(meaning), meaning, "no shape is written for it")
    });

    /// <summary>Whether a record has this shape's keys, whatever they hold.</summary>
    public bool Recognises(JsonObject record) => Fits(record);

    /// <summary>What one record says.</summary>
    /// <param name="reason">Why it cannot be used; empty where it can.</param>
    public bool TryRead(JsonObject record, out IReadOnlyList<Example> examples, out string reason)
    {
        try
        {
            (examples, reason) = ([.. Read(record)], "");
            return true;
        }
        catch (BadRecordException bad)
        {
            (examples, reason) = ([], bad.Message);
            return false;
        }
    }

    /// <summary>Whether a record has this shape's keys, whatever they hold.</summary>
    internal abstract bool Fits(JsonObject record);

    /// <summary>Puts together rows that say only together what one record says elsewhere.</summary>
    internal virtual IEnumerable<DataRecord> Gather(IEnumerable<DataRecord> records) => records;

    /// <summary>What the record says: nothing where all of it is ties, several examples where it is a tree.</summary>
    /// <exception cref="BadRecordException">The record cannot be used.</exception>
    internal abstract IEnumerable<Example> Read(JsonObject record);

    /// <summary>The example in this shape, the tools and variables of its conversation beside it.</summary>
    /// <exception cref="BadRecordException">The shape has no place for what the example says.</exception>
    internal JsonObject WriteWhole(Example example)
    {
        var record = Write(example);
        if (Reduction.Asked(example)?.Tools is { } tools) record["tools"] = JsonNode.Parse(tools);
        if (Reduction.Asked(example)?.Variables is { } variables) record["chat_template_kwargs"] = JsonNode.Parse(variables);
        return record;
    }

    /// <exception cref="BadRecordException">The shape has no place for what the example says.</exception>
    internal virtual JsonObject Write(Example example) => throw new InvalidOperationException($"{Name} is not written");
}
