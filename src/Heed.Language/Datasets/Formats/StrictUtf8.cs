using System.Buffers;
using System.Text;

namespace Heed.Language.Datasets.Formats;

/// <summary>UTF-8 that is checked: another encoding is named with the byte where it shows, never half read.</summary>
internal static class StrictUtf8
{
    /// <summary>How many bytes a byte order mark takes at the start of a file (0 or 3).</summary>
    /// <exception cref="DatasetException">The file starts as UTF-16 or UTF-32 do, or holds zero bytes as those do.</exception>
    public static int ByteOrderMark(ReadOnlySpan<byte> start, string file)
    {
        if (start.StartsWith<byte>([0xFF, 0xFE, 0, 0]) || start.StartsWith<byte>([0, 0, 0xFE, 0xFF])) throw Other(file, "UTF-32 (its byte order mark)", "UTF-32");
        if (start.StartsWith<byte>([0xFF, 0xFE]) || start.StartsWith<byte>([0xFE, 0xFF])) throw Other(file, "UTF-16 (its byte order mark)", "UTF-16");
        var head = start[..Math.Min(start.Length, 1024)];
        if (head.Length >= 16 && head.Count((byte)0) > head.Length / 8) throw Other(file, "many zero bytes, as UTF-16 and binary files have", "UTF-16LE");
        return start.StartsWith<byte>([0xEF, 0xBB, 0xBF]) ? 3 : 0;
    }

    /// <summary>The text of bytes that stand at a place in a file.</summary>
    /// <param name="offset">The place of the first byte, for the message.</param>
    /// <param name="line">The line of the first byte, for the message.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, string file, long offset, long line)
    {
        Check(bytes, file, offset, line);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <exception cref="DatasetException">A byte is not UTF-8.</exception>
    public static void Check(ReadOnlySpan<byte> bytes, string file, long offset, long line)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes)) return;
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == OperationStatus.Done) at += length;
        line += bytes[..at].Count((byte)'\n');
        throw new DatasetException(file, line, $"expected UTF-8, found byte 0x{bytes[at]:X2} at offset {offset + at}, which is none; if the file is Windows-1252, convert it: iconv -f WINDOWS-1252 -t UTF-8");
    }

    private static DatasetException Other(string file, string found, string name) =>
        new(file, null, $"expected UTF-8, found {found}; convert it: iconv -f {name} -t UTF-8");
}
