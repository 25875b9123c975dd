namespace Heed.Runs;

/// <summary>Reads a journal line by line, with the place where each line ends.</summary>
internal static class JournalLines
{
    /// <summary>The whole entries and the file position after each; a torn last line is left out.</summary>
    public static IEnumerable<(JournalEntry Entry, long End)> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
        var line = new List<byte>(256);
        long number = 0, end = 0;
        while (Next(file, line))
        {
            number++;
            end += line.Count + 1;
            var entry = JournalEntry.Parse(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(line));
            if (entry is null && file.ReadByte() >= 0)
                throw new RunException($"{path}, line {number}: expected a JSON object with time and kind, found "
                    + $"'{Excerpt(line)}'. The journal was changed by hand or the disk is damaged; delete the line to go on.");
            if (entry is null) yield break;
            yield return (entry, end);
        }
    }

    /// <summary>Reads up to the next line feed; false where the file ends before one.</summary>
    private static bool Next(Stream file, List<byte> line)
    {
        line.Clear();
        int next;
        while ((next = file.ReadByte()) >= 0)
        {
            if (next == '\n') return true;
            line.Add((byte)next);
        }
        return false;
    }

    private static string Excerpt(List<byte> line) =>
        System.Text.Encoding.UTF8.GetString([.. line.Take(60)]) + (line.Count > 60 ? "…" : "");
}
