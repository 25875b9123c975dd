using System.Text.Json.Nodes;
using Heed.Language.Datasets.Formats;
using Heed.Language.Datasets.Shapes;

namespace Heed.Language.Datasets.Conversion;

/// <param name="Shapes">The shape of each file read, by its relative path.</param>
/// <param name="Unused">Records that say nothing in the shape asked for: a bad answer is no demonstration, a tie no preference.</param>
public sealed record ConversionResult(string Output, long Read, long Written, long Unused, int Quarantined, string? QuarantineFile, IReadOnlyDictionary<string, string> Shapes);

/// <summary>From any known shape and format to another, where what the records say allows it; one record in memory at a time.</summary>
public sealed class DatasetConversion
{
    private readonly ConversionOptions _options;
    private readonly DataFiles _files;
    private readonly DataShape? _to;
    private readonly CancellationToken _cancellation;
    private readonly SortedDictionary<string, string> _shapes = new(StringComparer.Ordinal);
    private Quarantine _quarantine;
    private long _written, _unused;

    private DatasetConversion(ConversionOptions options, CancellationToken cancellation)
    {
        (_options, _cancellation) = (options, cancellation);
        RecordWriting.CheckName(options.Output);
        _to = options.To is { } name ? DataShape.Written(name) : null;
        _files = DataFiles.Of(options.Input, options.Part);
        if (_files.Files.Any(f => Path.GetFullPath(f) == Path.GetFullPath(options.Output))) throw new DatasetException(options.Output, null, "the file to write is one of those to read; name another");
        _quarantine = new Quarantine(options.QuarantineLimit);
    }

    /// <exception cref="DatasetException">The input cannot be read, means something else, or too much of it is bad; nothing is written then.</exception>
    public static ConversionResult Run(ConversionOptions options, CancellationToken cancellation = default)
    {
        var conversion = new DatasetConversion(options, cancellation);
        RecordWriting.Write(options.Output, conversion.Records);
        return conversion.Settled();
    }

    private ConversionResult Settled()
    {
        var file = _options.Output + ".quarantine.jsonl";
        _quarantine.Write(file);
        return new(_options.Output, _quarantine.Good + _quarantine.Records.Count, _written, _unused, _quarantine.Records.Count, _quarantine.Records.Count > 0 ? file : null, _shapes);
    }

    private IEnumerable<JsonObject> Records()
    {
        (_quarantine, _written, _unused) = (new Quarantine(_options.QuarantineLimit), 0, 0);
        foreach (var record in _files.Files.SelectMany(f => _to is null ? AsTheyAre(f) : Shaped(f, _to)))
        {
            _cancellation.ThrowIfCancellationRequested();
            _written++;
            yield return record;
        }
        _quarantine.Check(_options.Input);
        if (_written == 0) throw new DatasetException(_options.Input, null, $"nothing is left to write of {_quarantine.Good + _quarantine.Records.Count} records{(_unused > 0 ? $"; {_unused} of them say nothing as {_to!.Meaning.ToString().ToLowerInvariant()}" : "")}");
    }

    private IEnumerable<JsonObject> AsTheyAre(string file)
    {
        _shapes[_files.Relative(file)] = "as it is";
        foreach (var record in ShapedFile.Records(file, _quarantine, _options.Document))
        {
            _quarantine.Accept();
            yield return record.Value;
        }
    }

    private IEnumerable<JsonObject> Shaped(string file, DataShape to)
    {
        using var shaped = new ShapedFile(file, to.Meaning, _quarantine, _options.Document);
        if (shaped.IsEmpty) yield break;
        _shapes[_files.Relative(file)] = (shaped.Shape ?? throw shaped.Refusal(to.Meaning)).Name;
        foreach (var (record, examples) in shaped.Read())
        {
            var reduced = examples.SelectMany(e => Reduction.Of(e, to.Meaning)).ToList();
            if (reduced.Count == 0) _unused++;
            else if (Written(to, reduced, record) is { } written)
                foreach (var json in written) yield return json;
        }
    }

    private List<JsonObject>? Written(DataShape to, List<Example> examples, DataRecord record)
    {
        try
        {
            return examples.ConvertAll(to.WriteWhole);
        }
        catch (BadRecordException bad)
        {
            _quarantine.RejectAccepted(record.File, record.Line, $"not to be written as {to.Name}: {bad.Message}");
            return null;
        }
    }
}
