using System.Buffers.Binary;

namespace Heed.Language.Datasets.Formats;

/// <summary>
/// The lengths that the messages of an Arrow IPC stream or file claim, checked against the file before anything is allocated for them. A file
/// begins and ends with a mark and has, before its end, a footer that says where its messages are.
/// </summary>
internal static class ArrowFraming
{
    private const int Continuation = -1, Begin = 8, Tail = 10, Block = 24;

    private static ReadOnlySpan<byte> Mark => "ARROW1"u8;

    /// <summary>Whether it is a file; else it is a stream. Leaves the position at the beginning.</summary>
    /// <exception cref="InvalidDataException">A message claims to reach beyond the end, or the footer to begin elsewhere.</exception>
    public static bool Check(FileStream stream, string file)
    {
        Span<byte> word = stackalloc byte[Tail];
        var isFile = DataStream.Read(stream, word, file) == Tail && word.StartsWith(Mark);
        var footer = isFile ? Footer(stream, file) : null;
        var messages = Messages(stream, file, isFile ? Begin : 0, stream.Length - (footer is null ? 0 : footer.Length + Tail));
        if (messages.Count == 0) throw new InvalidDataException("it holds no message");
        if (footer is not null) ArrowClaims.CheckSchema(FlatTable.Root(footer).Table(1), footer.Length);
        if (footer is not null && Blocks(footer).Any(b => !messages.Contains(b))) throw new InvalidDataException("its footer names places where no message begins");
        stream.Position = 0;
        return isFile;
    }

    private static byte[] Footer(FileStream stream, string file)
    {
        var tail = new byte[Tail];
        stream.Position = Math.Max(0, stream.Length - Tail);
        var length = DataStream.Read(stream, tail, file) == Tail && tail.AsSpan(4).SequenceEqual(Mark) ? BinaryPrimitives.ReadInt32LittleEndian(tail)
            : throw new InvalidDataException("it does not end as an Arrow file does");
        if (length < 4 || length > stream.Length - Tail - Begin) throw new InvalidDataException($"its footer claims {length} bytes");
        var footer = new byte[length];
        stream.Position = stream.Length - Tail - length;
        DataStream.Read(stream, footer, file);
        return footer;
    }

    /// <summary>Where messages begin, from one place on to another.</summary>
    private static HashSet<long> Messages(FileStream stream, string file, long at, long end)
    {
        var messages = new HashSet<long>();
        Span<byte> word = stackalloc byte[8];
        while (at < end)
        {
            stream.Position = at;
            var read = DataStream.Read(stream, word, file);
            var length = read < 4 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(word);
            if (read < 8 && length != 0) throw new InvalidDataException($"it ends inside the message at byte {at}");
            var prefix = length == Continuation ? 8 : 4;
            if (prefix == 8) length = BinaryPrimitives.ReadInt32LittleEndian(word[4..]);
            if (length == 0) break;
            if (length < 16 || at + prefix + length > end) throw new InvalidDataException($"the message at byte {at} claims {length} bytes of {end - at} left");
            var metadata = new byte[length];
            stream.Position = at + prefix;
            DataStream.Read(stream, metadata, file);
            var message = FlatTable.Root(metadata);
            var body = message.Number(3);
            if (body < 0 || body > end - (at + prefix + length)) throw new InvalidDataException($"the message at byte {at} claims a body of {body} bytes");
            ArrowClaims.CheckMessage(message, length, stream.Length);
            messages.Add(at);
            at += prefix + length + body;
        }
        return messages;
    }

    /// <summary>The places that the footer's third and fourth field, the dictionaries and the batches, name: vectors of structs that begin with one.</summary>
    private static List<long> Blocks(ReadOnlySpan<byte> footer)
    {
        var places = new List<long>();
        foreach (var field in new[] { 2, 3 })
        {
            var (start, count) = FlatTable.Root(footer).List(field, Block);
            for (var i = 0; i < count; i++) places.Add(BinaryPrimitives.ReadInt64LittleEndian(footer[(start + i * Block)..]));
        }
        return places;
    }
}
