using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Heed.Runs;

namespace Heed.Language.Datasets;

/// <summary>A record that is not used: where it stands and why.</summary>
public sealed record QuarantinedRecord(string File, long Line, string Reason);

/// <summary>
/// Bad records are set aside and counted; the run goes on until they are too large a share. The message then names the first ones.
/// </summary>
/// <param name="limit">The largest share of bad records, from 0 to 1.</param>
public sealed class Quarantine(double limit = 0.05)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private readonly List<QuarantinedRecord> _records = [];

    public IReadOnlyList<QuarantinedRecord> Records => _records;

    /// <summary>Records that were used.</summary>
    public long Good { get; private set; }

    /// <summary>Records that were not.</summary>
    public long Bad { get; private set; }

    /// <summary>Bad records over all records.</summary>
    public double Share => Bad == 0 ? 0 : (double)Bad / (Bad + Good);

    public void Accept() => Good++;

    public void Reject(string file, long line, string reason)
    {
        Bad++;
        _records.Add(new QuarantinedRecord(file, line, reason));
    }

    /// <summary>Gives the bad records since the last time and forgets them, but not how many there were: where they are only looked at, memory does not grow.</summary>
    public IReadOnlyList<QuarantinedRecord> Drain()
    {
        if (_records.Count == 0) return [];
        QuarantinedRecord[] records = [.. _records];
        _records.Clear();
        return records;
    }

    /// <summary>A record counted as used turns out to be of no use.</summary>
    public void RejectAccepted(string file, long line, string reason)
    {
        Good--;
        Reject(file, line, reason);
    }

    /// <exception cref="DatasetException">More than the limit is bad.</exception>
    public void Check(string path)
    {
        if (Share <= limit) return;
        var first = string.Join("; ", _records.Take(3).Select(r => $"{Path.GetFileName(r.File)}, line {r.Line}: {r.Reason}"));
        throw new DatasetException(path, _records[0].Line,
            $"{Bad} of {Bad + Good} records are bad ({100 * Share:F1} %), more than the {100 * limit:G4} % allowed. First: {first}. Mend the records, or raise the limit (--quarantine-limit, quarantine_limit)");
    }

    /// <summary>One JSON object a line: file, line, reason. No file where nothing is in quarantine.</summary>
    public void Write(string path)
    {
        File.Delete(path);
        if (_records.Count == 0) return;
        var text = new StringBuilder();
        foreach (var record in _records) text.Append(JsonSerializer.Serialize(record, Json)).Append('\n');
        AtomicFile.WriteText(path, text.ToString());
    }
}
