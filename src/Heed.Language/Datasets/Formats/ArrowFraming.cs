using System.Buffers.Binary;

namespace Heed.Language.Datasets.Formats;

/// <summary>
/// The lengths that the messages of an Arrow IPC stream claim, checked against the file before anything is allocated for them. A file in
/// the random-access format holds such a stream after its first 8 bytes.
/// </summary>
internal static class ArrowFraming
{
    private const int Continuation = -1;

    /// <summary>Leaves the stream where its first message begins.</summary>
    /// <exception cref="InvalidDataException">A message claims to reach beyond the end of the file.</exception>
    public static void Check(FileStream stream, string file)
    {
        Span<byte> word = stackalloc byte[8];
        var begin = DataStream.Read(stream, word, file) == 8 && word.StartsWith("ARROW1"u8) ? 8 : 0;
        var messages = 0;
        for (var at = (long)begin; at < stream.Length; messages++)
        {
            stream.Position = at;
            if (DataStream.Read(stream, word, file) < 8) break;
            var length = BinaryPrimitives.ReadInt32LittleEndian(word);
            var prefix = length == Continuation ? 8 : 4;
            if (prefix == 8) length = BinaryPrimitives.ReadInt32LittleEndian(word[4..]);
            if (length == 0) break;
            if (length < 16 || at + prefix + length > stream.Length) throw new InvalidDataException($"the message at byte {at} claims {length} bytes of {stream.Length - at} left");
            var metadata = new byte[length];
            stream.Position = at + prefix;
            DataStream.Read(stream, metadata, file);
            var body = BodyLength(metadata);
            if (body < 0 || body > stream.Length - (at + prefix + length)) throw new InvalidDataException($"the message at byte {at} claims a body of {body} bytes");
            at += prefix + length + body;
        }
        if (messages == 0) throw new InvalidDataException("it holds no message");
        stream.Position = begin;
    }

    /// <summary>The fourth field of the flatbuffer's table 'Message'.</summary>
    private static long BodyLength(ReadOnlySpan<byte> metadata)
    {
        var table = BinaryPrimitives.ReadInt32LittleEndian(metadata);
        var fields = table - BinaryPrimitives.ReadInt32LittleEndian(metadata[table..]);
        if (BinaryPrimitives.ReadUInt16LittleEndian(metadata[fields..]) < 12) return 0;
        var offset = BinaryPrimitives.ReadUInt16LittleEndian(metadata[(fields + 10)..]);
        return offset == 0 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(metadata[(table + offset)..]);
    }
}
