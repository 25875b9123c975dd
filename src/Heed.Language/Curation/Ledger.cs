using System.Text.Encodings.Web;
using System.Text.Json;
using Heed.Runs;

namespace Heed.Language.Curation;

/// <summary>What became of every record: read, dropped and why, changed and how, kept and where. Written as ledger.json.</summary>
public sealed class Ledger
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    private const int MostExamples = 10;

    /// <summary>Files read, by relative path, with the shape of their records where they have one.</summary>
    public SortedDictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Files of other kinds in the folder, not read.</summary>
    public List<string> IgnoredFiles { get; } = [];

    /// <summary>Records (documents, pairs, demonstrations) found: those dropped and those kept.</summary>
    public long Read { get; private set; }

    /// <summary>Records dropped, by reason: duplicate, empty, quarantined, …</summary>
    public SortedDictionary<string, long> Dropped { get; } = new(StringComparer.Ordinal);

    /// <summary>Records changed by cleaning, by reason.</summary>
    public SortedDictionary<string, Tally> Changed { get; } = new(StringComparer.Ordinal);

    /// <summary>Records with something odd that was left as it is, by reason.</summary>
    public SortedDictionary<string, Tally> Noticed { get; } = new(StringComparer.Ordinal);

    /// <summary>Where odd things stand: the first few.</summary>
    public List<string> Examples { get; } = [];

    /// <summary>How the held-out part was chosen: hash or tail.</summary>
    public string Split { get; set; } = "hash";

    public Part Train { get; } = new();

    public Part HeldOut { get; } = new();

    /// <summary>Canaries planted in the training part, copies counted.</summary>
    public int PlantedCanaries { get; set; }

    public void CountRead(long count = 1) => Read += count;

    public void Drop(string reason, long count = 1)
    {
        if (count > 0) Dropped[reason] = Dropped.GetValueOrDefault(reason) + count;
    }

    /// <summary>Enters what cleaning did to the texts of one record.</summary>
    public void Cleaned(string where, IReadOnlyList<CleaningReport> reports)
    {
        foreach (var group in reports.SelectMany(r => r.Changes).GroupBy(c => c.Reason)) Add(Changed, group.Key, group.Sum(c => c.Count));
        foreach (var group in reports.SelectMany(r => r.Notices).GroupBy(c => c.Reason)) Add(Noticed, group.Key, group.Sum(c => c.Count));
        if (reports.Select(r => r.MojibakeExample).FirstOrDefault(e => e is not null) is { } example && Examples.Count < MostExamples)
            Examples.Add($"{where}: mojibake, {example}");
    }

    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, Json) + "\n");

    private static void Add(SortedDictionary<string, Tally> counts, string reason, int places)
    {
        var tally = counts.GetValueOrDefault(reason, new Tally(0, 0));
        counts[reason] = new Tally(tally.Records + 1, tally.Places + places);
    }

    /// <summary>How many records, and how many places in them.</summary>
    public sealed record Tally(long Records, long Places);

    /// <summary>One side of the split.</summary>
    public sealed class Part
    {
        public long Records { get; private set; }

        /// <summary>Size of the texts in UTF-8.</summary>
        public long Bytes { get; private set; }

        public void Add(long bytes)
        {
            Records++;
            Bytes += bytes;
        }
    }
}
