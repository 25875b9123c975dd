using Heed.Language.Curation;
using Heed.Language.Datasets.Folders;

namespace Heed.Language.Datasets.Inspection;

/// <summary>Goes through a file or a folder, one record in memory at a time, and says what is there and what is wrong with it.</summary>
public sealed class DatasetInspection
{
    /// <summary>Of so many records duplicates are told; beyond, memory would grow without end.</summary>
    private const int MostRemembered = 5_000_000;

    private const string Duplicate = "duplicate of an earlier record", NotRemembered = "duplicates are told of the first 5,000,000 records only";

    private readonly DocumentUnit _unit;
    private readonly CancellationToken _cancellation;
    private readonly ExampleMeasures _measures = new();
    private readonly ProblemCounts _problems = new();
    private readonly ExactDeduplication _seen = new();
    private int _remembered;

    private DatasetInspection(DocumentUnit unit, CancellationToken cancellation) => (_unit, _cancellation) = (unit, cancellation);

    /// <param name="part">Null: every configuration and split.</param>
    /// <param name="unit">What counts as a document in text files.</param>
    /// <exception cref="DatasetException">There is nothing to read, or nothing that can be read.</exception>
    public static InspectionReport Run(string path, DatasetPart? part = null, DocumentUnit unit = DocumentUnit.File, CancellationToken cancellation = default)
    {
        var inspection = new DatasetInspection(unit, cancellation);
        var (files, parts) = Files(path, part);
        var inspected = files.Files.Select(f => inspection.File(files, f, parts)).ToList();
        if (inspected.All(f => f is { Records: 0, Problem: not null })) throw new DatasetException(path, null, $"nothing can be read. {inspected[0].File}: {inspected[0].Problem}");
        return new(path, inspected, [.. files.Ignored.Select(files.Relative)], inspection._measures.Lengths, inspection._measures.Figures, inspection._problems.All);
    }

    private static (DataFiles Files, ILookup<string, DatasetSplit> Parts) Files(string path, DatasetPart? part)
    {
        var folder = Directory.Exists(path) ? DatasetFolder.Open(path) : null;
        var splits = (folder?.Splits ?? []).Where(s => (part?.Config ?? s.Config) == s.Config && (part?.Split ?? s.Split) == s.Split).ToList();
        var parts = splits.SelectMany(s => s.Files.Select(f => (File: f, Split: s))).ToLookup(f => f.File, f => f.Split);
        if (splits.Count == 0) return (DataFiles.Of(path, part), parts);
        var files = parts.Select(p => p.Key).ToList();
        return (new(path, files, [.. DataFiles.InFolder(path).Except(files)]), parts);
    }

    private InspectedFile File(DataFiles files, string file, ILookup<string, DatasetSplit> parts)
    {
        var (name, quarantine) = (files.Relative(file), new Quarantine(1));
        var (examples, split) = (0L, parts[file].FirstOrDefault());
        Shapes.DataShape? shape = null;
        string? problem = null;
        try
        {
            using var shaped = new ShapedFile(file, null, quarantine, _unit);
            shape = shaped.Shape;
            if (shape is null && !shaped.IsEmpty) problem = shaped.Refusal(null).Message;
            foreach (var (record, said) in shape is null ? [] : shaped.Read())
            {
                _cancellation.ThrowIfCancellationRequested();
                Bad(quarantine, name);
                examples += said.Count;
                foreach (var example in said) _measures.Add(example);
                Notice([.. said.SelectMany(ExampleMeasures.Parts).Select(p => p.Text)], name, record.Line);
            }
        }
        catch (DatasetException broken)
        {
            problem = broken.Message;
        }
        Bad(quarantine, name);
        return new(name, split?.Config, split?.Split, DataFiles.EndingOf(file)!.TrimStart('.'), shape?.Name, shape?.Meaning, new FileInfo(file).Length, quarantine.Good, quarantine.Bad, examples, problem);
    }

    private void Bad(Quarantine quarantine, string file)
    {
        foreach (var bad in quarantine.Drain()) _problems.Add(bad.Reason, bad: true, file, bad.Line);
    }

    /// <summary>What is odd about a record's texts, and whether they came before.</summary>
    private void Notice(IReadOnlyList<string> texts, string file, long line)
    {
        foreach (var reason in texts.Distinct().SelectMany(t => Noticed(Cleaner.Clean(t).Report)).Distinct()) _problems.Add(reason, bad: false, file, line);
        if (_remembered == MostRemembered) _problems.Add(NotRemembered, bad: false, file, line);
        if (texts.Count > 0 && _remembered++ < MostRemembered && !_seen.IsNew(string.Join('\0', texts))) _problems.Add(Duplicate, bad: false, file, line);
    }

    private static IEnumerable<string> Noticed(CleaningReport report) => report.Changes.Select(c => $"cleaning would change it: {c.Reason}")
        .Concat(report.Notices.Select(n => n.Reason == "mojibake" ? "mojibake (UTF-8 read as Windows-1252)" : "U+FFFD, where an earlier decoder gave up"));
}
