using System.Text.Json.Nodes;
using Heed.Language.Datasets.Formats;
using Heed.Language.Datasets.Shapes;

namespace Heed.Language.Datasets;

/// <summary>A record and what it says.</summary>
internal sealed record ShapedRecord(DataRecord Record, IReadOnlyList<Example> Examples);

/// <summary>A file of records whose shape is found out from the first of them; then one record is in memory at a time.</summary>
internal sealed class ShapedFile : IDisposable
{
    private const int LookedAt = 100;

    private readonly string _file;
    private readonly Quarantine _quarantine;
    private readonly IEnumerator<DataRecord> _records;
    private readonly List<DataRecord> _ahead = [];

    /// <param name="wanted">The shape must serve for this; null: any.</param>
    /// <param name="unit">What counts as a document in text files.</param>
    /// <exception cref="DatasetException">The file cannot be read.</exception>
    public ShapedFile(string file, Meaning? wanted, Quarantine quarantine, DocumentUnit unit = DocumentUnit.File)
    {
        (_file, _quarantine) = (file, quarantine);
        _records = Records(file, quarantine, unit).GetEnumerator();
        while (_ahead.Count < LookedAt && _records.MoveNext()) _ahead.Add(_records.Current);
        Shape = Detect(wanted);
    }

    /// <summary>The shape that most records fit, of equals the more particular (judged answers before answers: the worse of two is no demonstration); null where none serves.</summary>
    public DataShape? Shape { get; }

    /// <summary>Whether there is no record at all that could be looked at.</summary>
    public bool IsEmpty => _ahead.Count == 0;

    /// <summary>Why the file has no shape that serves: its shape's meaning, or its keys.</summary>
    public DatasetException Refusal(Meaning? wanted)
    {
        if (wanted is { } to && Detect(null) is { } shape)
            return new(_file, _ahead[0].Line, $"{to.ToString().ToLowerInvariant()} are wanted, but the records are {shape.Meaning.ToString().ToLowerInvariant()} ('{shape.Name}'): {Reduction.WhyNot(shape.Meaning, to)}");
        var keys = string.Join(", ", _ahead[0].Value.Select(p => p.Key).Take(12));
        var known = DataShape.All.Where(s => wanted is null || Reduction.WhyNot(s.Meaning, wanted.Value) is null).Select(s => $"{s.Name} ({s.Keys})");
        return new(_file, _ahead[0].Line, $"the records have none of the known shapes. Found the keys: {keys}. Known: {string.Join("; ", known)}. Rename the keys");
    }

    /// <summary>Every record that can be used, the others going to the quarantine. To be read once.</summary>
    public IEnumerable<ShapedRecord> Read()
    {
        if (Shape is not { } shape) throw new InvalidOperationException("the file has no shape");
        foreach (var record in shape.Gather(_ahead.Concat(Rest())))
        {
            if (Examples(shape, record) is not { } examples) continue;
            _quarantine.Accept();
            yield return new ShapedRecord(record, examples);
        }
    }

    public void Dispose() => _records.Dispose();

    /// <summary>The records as they are; of a text file its documents.</summary>
    public static IEnumerable<DataRecord> Records(string file, Quarantine quarantine, DocumentUnit unit) => DataFiles.EndingOf(file) != ".txt" ? RecordFile.Read(file, quarantine)
        : TextData.Documents(file, unit).Select(d => new DataRecord(d.File, d.Line, new JsonObject { ["text"] = d.Text }));

    private List<Example>? Examples(DataShape shape, DataRecord record)
    {
        try
        {
            return [.. shape.Read(record.Value)];
        }
        catch (BadRecordException bad)
        {
            _quarantine.Reject(record.File, record.Line, bad.Message);
            return null;
        }
    }

    private DataShape? Detect(Meaning? wanted) => DataShape.All
        .Where(s => wanted is null || Reduction.WhyNot(s.Meaning, wanted.Value) is null)
        .Select(s => (Shape: s, Count: _ahead.Count(r => s.Fits(r.Value))))
        .Where(s => s.Count > 0)
        .OrderByDescending(s => s.Count).Select(s => s.Shape).FirstOrDefault();

    private IEnumerable<DataRecord> Rest()
    {
        while (_records.MoveNext()) yield return _records.Current;
    }
}
