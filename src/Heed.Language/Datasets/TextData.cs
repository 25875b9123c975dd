using Heed.Language.Datasets.Formats;
using Heed.Language.Datasets.Shapes;

namespace Heed.Language.Datasets;

/// <summary>Documents of text from files: .txt, or records with a text.</summary>
public static class TextData
{
    /// <param name="path">A file or a folder.</param>
    /// <param name="unit">What counts as a document.</param>
    /// <param name="quarantine">Takes the records that cannot be used.</param>
    /// <param name="textKey">The key of a record's text; null: text, content, document or story, whichever is there.</param>
    /// <exception cref="DatasetException">A file cannot be read.</exception>
    public static IEnumerable<TextDocument> Read(string path, DocumentUnit unit, Quarantine quarantine, string? textKey = null) =>
        Read(DataFiles.Of(path), unit, quarantine, textKey);

    /// <inheritdoc cref="Read(string, DocumentUnit, Quarantine, string?)"/>
    public static IEnumerable<TextDocument> Read(DataFiles files, DocumentUnit unit, Quarantine quarantine, string? textKey = null) =>
        files.Files.SelectMany(file => DataFiles.EndingOf(file) == ".txt" ? Counted(Documents(file, unit), quarantine) : FromRecords(file, unit, quarantine, textKey));

    /// <summary>The documents of a text file.</summary>
    internal static IEnumerable<TextDocument> Documents(string file, DocumentUnit unit) => unit switch
    {
        DocumentUnit.File => new[] { file }.Select(f => new TextDocument(f, 1, WholeText(f))),
        DocumentUnit.Record => TextLines(file).Where(l => !string.IsNullOrWhiteSpace(l.Text)),
        _ => Blocks(file, TextLines(file))
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
        try
        {
            return TextShape.TextOf(record.Value, textKey);
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
