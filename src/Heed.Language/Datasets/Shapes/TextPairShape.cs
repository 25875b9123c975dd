using System.Text.Json.Nodes;

namespace Heed.Language.Datasets.Shapes;

/// <summary>Two plain texts with one beginning, which is the prompt, and two ends: TRL's implicit preference in its standard form.</summary>
internal sealed class TextPairShape : DataShape
{
    // A prompt that stands apart belongs to another shape, or to none: what it says must not be lost.
    private static readonly string[] Apart = ["prompt", "question", "instruction", "input", "query", "context", "text", "messages", "conversations"];

    public override string Name => "implicit-text";

    public override string Keys => "chosen, rejected: two texts with the same beginning";

    public override Meaning Meaning => Meaning.Preferences;

    internal override bool Fits(JsonObject record) => !RecordText.HasAny(record, Apart) && IsPlain(record["chosen"]) && IsPlain(record["rejected"]);

    internal override IEnumerable<Example> Read(JsonObject record)
    {
        var (chosen, rejected) = (RecordText.Required(record, "chosen"), RecordText.Required(record, "rejected"));
        if (chosen.Trim() == rejected.Trim()) throw new BadRecordException("both answers are equal");
        var start = CommonStart(chosen, rejected);
        if (string.IsNullOrWhiteSpace(chosen[..start])) throw new BadRecordException("the two texts have no word in common at their beginning, which would be the prompt");
        return [ExampleParts.Preference(record, Asked.WithSystem(record, Asked.Text(chosen[..start])), chosen[start..], rejected[start..])];
    }

    /// <summary>Where the texts part, back to the white space before: words stay whole, and it begins the answers.</summary>
    private static int CommonStart(string chosen, string rejected)
    {
        var at = chosen.AsSpan().CommonPrefixLength(rejected);
        if (at == chosen.Length || at == rejected.Length) at--;
        while (at > 0 && !char.IsWhiteSpace(chosen[at])) at--;
        return at;
    }

    private static bool IsPlain(JsonNode? node) => RecordText.TryText(node, out var text) && !Dialogue.Looks(text);
}
