using System.Text.Json.Nodes;

namespace Heed.Language.Datasets.Formats;

/// <summary>
/// Tables of texts (RFC 4180): a line of names, then a record a line; a field in quotes may hold separators, line ends and, doubled, quotes.
/// A row is read as bytes, so that a file larger than memory is no trouble.
/// </summary>
internal static class DelimitedRecords
{
    private const int MostBytes = 1 << 28;

    private static readonly char[] Separators = [',', ';', '\t', '|'];

    /// <param name="separator">Null: the one that stands most often in the first line.</param>
    public static IEnumerable<DataRecord> Read(string file, char? separator, Quarantine quarantine)
    {
        using var rows = new Rows(file);
        if (rows.Next(separator) is not { } head) throw new DatasetException(file, null, "expected a line of names and records, found only blank lines");
        var split = separator ?? Separators.MaxBy(s => Outside(head.Text, s));
        var names = Fields(head.Text, split) ?? throw new DatasetException(file, head.Line, "the line of names has a quoted field without end");
        if (names.Select(n => n.Trim()).Distinct().Count() != names.Count || names.Any(string.IsNullOrWhiteSpace))
            throw new DatasetException(file, head.Line, $"expected a line of different names, found: {string.Join(", ", names.Take(12))}; a table needs a name for every column");
        var any = false;
        while (rows.Next(split) is { } row)
        {
            any = true;
            if (Fields(row.Text, split) is not { } fields) quarantine.Reject(file, row.Line, "a quoted field has no end, or something follows its end");
            else if (fields.Count != names.Count) quarantine.Reject(file, row.Line, $"expected {names.Count} fields, found {fields.Count}");
            else yield return new DataRecord(file, row.Line, new JsonObject(names.Zip(fields, (n, f) => KeyValuePair.Create(n.Trim(), (JsonNode?)f))));
        }
        if (!any) throw new DatasetException(file, null, "expected records after the line of names, found none");
    }

    /// <summary>The fields of a row, or null where its quotes are wrong.</summary>
    internal static List<string>? Fields(string row, char separator)
    {
        var fields = new List<string>();
        for (var at = 0; ; at++)
        {
            if (at < row.Length && row[at] == '"')
            {
                var end = at + 1;
                while (end < row.Length && (row[end] != '"' || (end + 1 < row.Length && row[end + 1] == '"'))) end += row[end] == '"' ? 2 : 1;
                if (end >= row.Length || (end + 1 < row.Length && row[end + 1] != separator)) return null;
                fields.Add(row[(at + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal));
                at = end + 1;
            }
            else
            {
                var next = row.IndexOf(separator, at);
                fields.Add(row[at..(next < 0 ? row.Length : next)]);
                at = next < 0 ? row.Length : next;
            }
            if (at >= row.Length) return fields;
        }
    }

    private static int Outside(string row, char separator)
    {
        var (count, quoted) = (0, false);
        foreach (var letter in row)
        {
            if (letter == '"') quoted = !quoted;
            else if (!quoted && letter == separator) count++;
        }
        return count;
    }

    /// <summary>Rows, each of as many lines as its quotes ask for. Blank lines between rows do not count.</summary>
    private sealed class Rows(string file) : IDisposable
    {
        private readonly Lines _lines = new(file);
        private readonly MemoryStream _row = new();

        public (string Text, long Line)? Next(char? separator)
        {
            _row.SetLength(0);
            var (first, offset, open) = (0L, 0L, false);
            while (_lines.TryRead(out var line))
            {
                if (!open && line.Trim(" \t"u8).IsEmpty && (separator != '\t' || !line.Contains((byte)'\t'))) continue;
                if (open) _row.WriteByte((byte)'\n');
                else (first, offset) = (_lines.Number, _lines.Offset);
                _row.Write(line);
                open = StaysOpen(line, open, separator is { } s ? [s] : Separators);
                if (!open || _row.Length > MostBytes) break;
            }
            return _row.Length == 0 ? null : (StrictUtf8.Decode(_row.GetBuffer().AsSpan(0, (int)_row.Length), file, offset, first), first);
        }

        public void Dispose() => _lines.Dispose();

        /// <summary>Whether a line ends within quotes. They open at the start of a field only; elsewhere a quote is a letter.</summary>
        private static bool StaysOpen(ReadOnlySpan<byte> line, bool open, ReadOnlySpan<char> separators)
        {
            if (!open && !line.Contains((byte)'"')) return false;
            var starts = !open;
            for (var i = 0; i < line.Length; i++)
            {
                if (!open) (open, starts) = (starts && line[i] == '"', separators.Contains((char)line[i]));
                else if (line[i] == '"' && i + 1 < line.Length && line[i + 1] == '"') i++;
                else if (line[i] == '"') (open, starts) = (false, false);
            }
            return open;
        }
    }
}
