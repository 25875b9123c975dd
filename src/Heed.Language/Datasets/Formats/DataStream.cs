using System.IO.Compression;
using ZstdSharp;

namespace Heed.Language.Datasets.Formats;

/// <summary>Opens data files, unpacks .gz and .zst, and says clearly what is wrong with one.</summary>
internal static class DataStream
{
    /// <exception cref="DatasetException">The file is absent, empty or may not be read.</exception>
    public static Stream Open(string file)
    {
        var stream = OpenRaw(file);
        return DataFiles.PackingOf(file) switch
        {
            ".gz" => new GZipStream(stream, CompressionMode.Decompress),
            ".zst" => new DecompressionStream(stream, leaveOpen: false),
            _ => stream
        };
    }

    /// <summary>The file as it lies on the disk.</summary>
    /// <exception cref="DatasetException">The file is absent, empty or may not be read.</exception>
    public static FileStream OpenRaw(string file)
    {
        try
        {
            var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            if (stream.Length > 0) return stream;
            stream.Dispose();
            throw new DatasetException(file, null, "expected data, found an empty file");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DatasetException(file, null, "no such file; check the path", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new DatasetException(file, null, "the file may not be read; check its permissions", error);
        }
    }

    /// <summary>Reads on until the span is full or the data end.</summary>
    public static int Read(Stream stream, Span<byte> into, string file)
    {
        try
        {
            return stream.ReadAtLeast(into, into.Length, throwOnEndOfStream: false);
        }
        catch (Exception error) when (error is InvalidDataException or ZstdException or EndOfStreamException)
        {
            var packing = DataFiles.PackingOf(file) == ".zst" ? "zstd" : "gzip";
            throw new DatasetException(file, null, $"the {packing} data are broken ({error.Message.TrimEnd('.')}); copy or download the file again", error);
        }
        catch (IOException error)
        {
            throw new DatasetException(file, null, $"reading failed: {error.Message}", error);
        }
    }

    /// <summary>The whole file, unpacked.</summary>
    public static byte[] ReadAll(string file)
    {
        using var stream = Open(file);
        using var whole = new MemoryStream();
        var chunk = new byte[1 << 16];
        for (var read = Read(stream, chunk, file); read > 0; read = Read(stream, chunk, file)) whole.Write(chunk, 0, read);
        return whole.ToArray();
    }
}
