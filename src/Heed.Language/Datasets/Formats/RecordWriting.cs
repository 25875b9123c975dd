using System.IO.Compression;
using System.Text.Json.Nodes;
using Heed.Runs;
using ZstdSharp;

namespace Heed.Language.Datasets.Formats;

/// <summary>Writes records in the format that a file's name says, atomically, at constant memory.</summary>
internal static class RecordWriting
{
    /// <summary>The endings of file names that can be written; those of texts also packed.</summary>
    private static readonly string[] Endings = [".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet", ".arrow"];

    /// <exception cref="DatasetException">The name says no format that is written.</exception>
    public static void CheckName(string path)
    {
        if (!Endings.Contains(DataFiles.EndingOf(path)))
            throw new DatasetException(path, null, $"the name does not say a format that is written; expected it to end in {string.Join(", ", Endings)} (but the last two also with {string.Join(" or ", DataFiles.Packed)})");
    }

    /// <param name="records">The records. Tables need their columns first, so it is gone through twice for them and must give the same again.</param>
    /// <exception cref="DatasetException">The format has no place for the records.</exception>
    public static void Write(string path, Func<IEnumerable<JsonObject>> records)
    {
        CheckName(path);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var ending = DataFiles.EndingOf(path);
        var columns = ending is ".jsonl" or ".ndjson" or ".json" ? null : Columns.Of(path, records());
        AtomicFile.Write(path, file =>
        {
            using var packed = Packed(path, file);
            var stream = packed ?? file;
            switch (ending)
            {
                case ".json": JsonArrayWriter.Write(stream, records()); break;
                case ".csv": DelimitedWriter.Write(stream, path, ',', columns!, records()); break;
                case ".tsv": DelimitedWriter.Write(stream, path, '\t', columns!, records()); break;
                case ".parquet": ParquetRecordWriter.Write(stream, columns!, records()); break;
                case ".arrow": ArrowRecordWriter.Write(stream, columns!, records()); break;
                default:
                    foreach (var record in records()) JsonLinesFile.Append(stream, record);
                    break;
            }
        });
    }

    private static Stream? Packed(string path, Stream file) => DataFiles.PackingOf(path) switch
    {
        ".gz" => new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true),
        ".zst" => new CompressionStream(file, leaveOpen: true),
        _ => null
    };
}
