using Heed.Language.Datasets.Shapes;

namespace Heed.Language.Datasets;

/// <summary>Documents of text from files: .txt, or records with a text.</summary>
public static class TextData
{
    private static readonly string[] TextKeys = ["text", "content", "document", "story"];

    /// <param name="path">A file or a folder.</param>
    /// <param name="unit">What counts as a document.</param>
    /// <param name="quarantine">Takes the records that cannot be used.</param>
    /// <param name="textKey">The key of a record's text; null: text, content, document or story, whichever is there.</param>
    /// <exception cref="DatasetException">A file cannot be read.</exception>
    public static IEnumerable<TextDocument> Read(string path, DocumentUnit unit, Quarantine quarantine, string? textKey = null) =>
        DataFiles.Of(path).Files.SelectMany(file => DataFiles.EndingOf(file) == ".txt" ? FromText(file, unit, quarantine) : FromRecords(file, unit, quarantine, textKey));

    private static IEnumerable<TextDocument> FromText(string file, DocumentUnit unit, Quarantine quarantine) => unit switch
    {
        DocumentUnit.File => Counted([new TextDocument(file, 1, WholeText(file))], quarantine),
        DocumentUnit.Record => Counted(TextLines(file).Where(l => !string.IsNullOrWhiteSpace(l.Text)), quarantine),
        _ => Counted(Blocks(file, TextLines(file)), quarantine)
    };

    private static IEnumerable<TextDocument> FromRecords(string file, DocumentUnit unit, Quarantine quarantine, string? textKey)
    {
        foreach (var record in RecordFile.Read(file, quarantine))
        {
            if (TextOf(record, quarantine, textKey) is not { } text) continue;
            quarantine.Accept();
            if (unit != DocumentUnit.Block) yield return new TextDocument(file, record.Line, text);
            else
                foreach (var block in Blocks(file, text.Split('\n').Select(l => new TextDocument(file, record.Line, l)))) yield return block;
        }
    }

    private static string? TextOf(DataRecord record, Quarantine quarantine, string? textKey)
    {
        var key = textKey ?? TextKeys.FirstOrDefault(record.Value.ContainsKey) ?? TextKeys[0];
        try
        {
            return RecordText.Of(record.Value[key] ?? throw new BadRecordException($"'{key}' is missing"), key);
        }
        catch (BadRecordException bad)
        {
            quarantine.Reject(record.File, record.Line, bad.Message);
            return null;
        }
    }

    private static IEnumerable<TextDocument> Counted(IEnumerable<TextDocument> documents, Quarantine quarantine)
    {
        foreach (var document in documents)
        {
            quarantine.Accept();
            yield return document;
        }
    }

    private static string WholeText(string file)
    {
        var bytes = DataStream.ReadAll(file);
        var mark = StrictUtf8.ByteOrderMark(bytes, file);
        return StrictUtf8.Decode(bytes.AsSpan(mark), file, mark, 1);
    }

    private static IEnumerable<TextDocument> TextLines(string file)
    {
        using var lines = new Lines(file);
        while (Next(lines, file) is { } line) yield return line;
    }

    private static TextDocument? Next(Lines lines, string file) =>
        lines.TryRead(out var line) ? new TextDocument(file, lines.Number, StrictUtf8.Decode(line, file, lines.Offset, lines.Number)) : null;

    /// <summary>Runs of lines that are not blank.</summary>
    private static IEnumerable<TextDocument> Blocks(string file, IEnumerable<TextDocument> lines)
    {
        var block = new List<TextDocument>();
        foreach (var line in lines)
        {
            if (!string.IsNullOrWhiteSpace(line.Text)) block.Add(line);
            else if (block.Count > 0)
            {
                yield return Join(file, block);
                block.Clear();
            }
        }
        if (block.Count > 0) yield return Join(file, block);
    }

    private static TextDocument Join(string file, List<TextDocument> block) => new(file, block[0].Line, string.Join('\n', block.Select(l => l.Text)));
}
