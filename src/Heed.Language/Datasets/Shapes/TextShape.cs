using System.Text.Json.Nodes;

namespace Heed.Language.Datasets.Shapes;

/// <summary>Records with a text of their own (pretraining).</summary>
internal sealed class TextShape : DataShape
{
    private static readonly string[] TextKeys = ["text", "content", "document", "story"];

    public override string Name => "text";

    public override string Keys => "text, content, document or story";

    public override Meaning Meaning => Meaning.Texts;

    public override bool IsWritten => true;

    /// <summary>The record's text.</summary>
    /// <param name="key">Where it stands; null: under the first of the known keys.</param>
    /// <exception cref="BadRecordException">There is none.</exception>
    public static string TextOf(JsonObject record, string? key = null)
    {
        key ??= TextKeys.FirstOrDefault(record.ContainsKey) ?? TextKeys[0];
        return RecordText.Of(record[key] ?? throw new BadRecordException($"'{key}' is missing"), key);
    }

    internal override bool Fits(JsonObject record) => TextKeys.Any(k => RecordText.IsText(record, k));

    internal override IEnumerable<Example> Read(JsonObject record)
    {
        var text = TextOf(record);
        return string.IsNullOrWhiteSpace(text) ? throw new BadRecordException("the text is empty") : [new PlainText(RecordText.Name(record, "id") ?? ContentId.Of(text), text)];
    }

    internal override JsonObject Write(Example example)
    {
        var text = (PlainText)example;
        return new() { ["id"] = text.Id, ["text"] = text.Text };
    }
}
