using System.Text.Json.Nodes;

namespace Heed.Language.Datasets;

/// <summary>Finds out which shape a file's records have, and reads them so.</summary>
internal static class ShapedRecords
{
    /// <summary>What stands for the shape of a file in a folder whose other files have one.</summary>
    public const string NotRead = "not read: none of the known shapes";

    private const int LookedAt = 100;

    public static (IReadOnlyList<T> Items, IReadOnlyDictionary<string, string> Shapes) Read<TShape, T>(string path, Quarantine quarantine,
        IReadOnlyList<TShape> shapes, Func<TShape, string> name, Func<TShape, JsonObject, bool> fits, Func<TShape, JsonObject, T> read) where TShape : class
    {
        var files = DataFiles.Of(path);
        var items = new List<T>();
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        DatasetException? strange = null;
        foreach (var file in files.Files)
        {
            var ahead = new List<DataRecord>();
            using var records = RecordFile.Read(file, quarantine).GetEnumerator();
            while (ahead.Count < LookedAt && records.MoveNext()) ahead.Add(records.Current);
            if (ahead.Count == 0)
            {
                quarantine.Check(file);
                continue;
            }
            if (Detect(ahead, shapes, fits) is not { } shape)
            {
                strange ??= Unknown(file, ahead, shapes.Select(name));
                found[files.Relative(file)] = NotRead;
                continue;
            }
            found[files.Relative(file)] = name(shape);
            foreach (var record in ahead.Concat(Rest(records)))
            {
                try
                {
                    items.Add(read(shape, record.Value));
                    quarantine.Accept();
                }
                catch (BadRecordException bad)
                {
                    quarantine.Reject(record.File, record.Line, bad.Message);
                }
            }
        }
        if (strange is not null && found.Values.All(shape => shape == NotRead)) throw strange;
        return (items, found);
    }

    /// <summary>The shape that most records fit; of equals the first; null where none fits any.</summary>
    private static TShape? Detect<TShape>(List<DataRecord> records, IReadOnlyList<TShape> shapes, Func<TShape, JsonObject, bool> fits) where TShape : class
    {
        var (shape, count) = shapes.Select(s => (Shape: s, Count: records.Count(r => fits(s, r.Value)))).MaxBy(s => s.Count);
        return count > 0 ? shape : null;
    }

    private static DatasetException Unknown(string file, List<DataRecord> records, IEnumerable<string> known)
    {
        var keys = string.Join(", ", records[0].Value.Select(p => p.Key).Take(12));
        return new DatasetException(file, records[0].Line, $"the records have none of the known shapes. Found the keys: {keys}. Known: {string.Join("; ", known)}. Rename the keys");
    }

    private static IEnumerable<DataRecord> Rest(IEnumerator<DataRecord> records)
    {
        while (records.MoveNext()) yield return records.Current;
    }
}
