using System.Buffers.Binary;
using System.Numerics;

namespace Heed.Runs.Events;

/// <summary>
/// One record of a TFRecord file: length (8 bytes), its masked CRC-32C (4), the bytes, their masked CRC-32C (4), little-endian.
/// </summary>
internal static class TensorRecord
{
    public const int Head = 12, Tail = 4;

    public static byte[] Frame(ReadOnlySpan<byte> content)
    {
        var record = new byte[Head + content.Length + Tail];
        BinaryPrimitives.WriteInt64LittleEndian(record, content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), Masked(record.AsSpan(0, 8)));
        content.CopyTo(record.AsSpan(Head));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(Head + content.Length), Masked(content));
        return record;
    }

    /// <summary>Reads the next record; null where the file ends, is torn or is damaged.</summary>
    public static byte[]? Read(Stream stream)
    {
        Span<byte> head = stackalloc byte[Head], tail = stackalloc byte[Tail];
        if (stream.ReadAtLeast(head, Head, throwOnEndOfStream: false) < Head) return null;
        if (BinaryPrimitives.ReadUInt32LittleEndian(head[8..]) != Masked(head[..8])) return null;
        var length = BinaryPrimitives.ReadInt64LittleEndian(head);
        if (length > stream.Length - stream.Position - Tail) return null;
        var content = new byte[length];
        stream.ReadExactly(content);
        stream.ReadExactly(tail);
        return BinaryPrimitives.ReadUInt32LittleEndian(tail) == Masked(content) ? content : null;
    }

    /// <summary>CRC-32C (Castagnoli; RFC 3720, appendix B.4).</summary>
    public static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }

    /// <summary>Rotated and shifted, so that a checksum of bytes that hold checksums is no weaker.</summary>
    private static uint Masked(ReadOnlySpan<byte> bytes) => BitOperations.RotateRight(Crc32C(bytes), 15) + 0xA282EAD8;
}
