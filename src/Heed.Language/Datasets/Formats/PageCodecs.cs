using System.Buffers.Binary;

namespace Heed.Language.Datasets.Formats;

/// <summary>Codecs of Parquet's pages whose data say themselves how long they become.</summary>
internal enum PageCodec { Snappy = 1, Zstandard = 6 }

internal static class PageCodecs
{
    private const uint Magic = 0xFD2FB528;

    /// <summary>The bytes that packed data claim to become; 0 where they do not say.</summary>
    public static ulong Claimed(PageCodec codec, ReadOnlySpan<byte> data) => codec switch
    {
        PageCodec.Snappy => SnappyLength(data),
        PageCodec.Zstandard => FrameLength(data),
        _ => 0
    };

    /// <summary>Snappy's data begin with the length, in parts of 7 bits.</summary>
    private static ulong SnappyLength(ReadOnlySpan<byte> data)
    {
        var length = 0UL;
        for (var i = 0; i < Math.Min(data.Length, 5); i++)
        {
            length |= (ulong)(data[i] & 0x7F) << (7 * i);
            if (data[i] < 0x80) break;
        }
        return length;
    }

    /// <summary>The content size of a frame's header (RFC 8878, section 3.1.1.1).</summary>
    private static ulong FrameLength(ReadOnlySpan<byte> data)
    {
        if (data.Length < 5 || BinaryPrimitives.ReadUInt32LittleEndian(data) != Magic) return 0;
        var (size, isSingle, dictionary) = (data[4] >> 6, (data[4] & 0x20) != 0, data[4] & 3);
        var at = 5 + (isSingle ? 0 : 1) + (dictionary == 3 ? 4 : dictionary);
        var field = data[Math.Min(at, data.Length)..];
        return size switch
        {
            0 => isSingle && field.Length > 0 ? field[0] : 0UL,
            1 => field.Length < 2 ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(field) + 256UL,
            2 => field.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(field),
            _ => field.Length < 8 ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(field)
        };
    }
}
