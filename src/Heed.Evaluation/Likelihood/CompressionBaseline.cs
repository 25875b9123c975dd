using System.IO.Compression;
using System.Text;

namespace Heed.Evaluation.Likelihood;

/// <summary>What a general compressor needs for the same text: a model that has learned anything needs less.</summary>
public static class CompressionBaseline
{
    /// <summary>Bits a byte of the texts, one a line, under DEFLATE (RFC 1951) at its smallest setting.</summary>
    public static double BitsPerByte(IEnumerable<string> texts)
    {
        using var compressed = new MemoryStream();
        long bytes = 0;
        using (var stream = new DeflateStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
            foreach (var text in texts)
            {
                var line = Encoding.UTF8.GetBytes(text + "\n");
                stream.Write(line);
                bytes += line.Length;
            }
        return bytes == 0 ? double.NaN : 8.0 * compressed.Length / bytes;
    }
}
