using System.Buffers.Binary;
using System.Text;

namespace Heed.Runs.Events;

/// <summary>TensorBoard's <c>Event</c> message with scalars, in the wire form of Protocol Buffers.</summary>
/// <param name="Time">Seconds since 1970.</param>
internal sealed record EventMessage(double Time, long Step, string? FileVersion, IReadOnlyList<KeyValuePair<string, float>> Scalars)
{
    // Event: wall_time = 1, step = 2, file_version = 3, summary = 5. Summary: value = 1. Value: tag = 1, simple_value = 2.
    private const int Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5;

    public byte[] ToBytes()
    {
        using var message = new MemoryStream();
        Tag(message, 1, Fixed64);
        Fixed(message, BitConverter.DoubleToUInt64Bits(Time), 8);
        Tag(message, 2, Varint);
        Number(message, (ulong)Step);
        if (FileVersion is not null) Field(message, 3, Encoding.UTF8.GetBytes(FileVersion));
        if (Scalars.Count > 0) Field(message, 5, Summary());
        return message.ToArray();
    }

    private byte[] Summary()
    {
        using var summary = new MemoryStream();
        foreach (var (name, value) in Scalars)
        {
            using var scalar = new MemoryStream();
            Field(scalar, 1, Encoding.UTF8.GetBytes(name));
            Tag(scalar, 2, Fixed32);
            Fixed(scalar, BitConverter.SingleToUInt32Bits(value), 4);
            Field(summary, 1, scalar.ToArray());
        }
        return summary.ToArray();
    }

    public static EventMessage Parse(ReadOnlySpan<byte> message)
    {
        var result = new EventMessage(0, 0, null, []);
        while (message.Length > 0)
        {
            var next = Next(ref message);
            result = next.Field switch
            {
                1 => result with { Time = BitConverter.UInt64BitsToDouble(next.Number) },
                2 => result with { Step = (long)next.Number },
                3 => result with { FileVersion = Encoding.UTF8.GetString(next.Content) },
                5 => result with { Scalars = Values(next.Content) },
                _ => result,
            };
        }
        return result;
    }

    private static List<KeyValuePair<string, float>> Values(ReadOnlySpan<byte> summary)
    {
        var values = new List<KeyValuePair<string, float>>();
        while (summary.Length > 0)
        {
            var scalar = Next(ref summary).Content;
            var (tag, value) = ("", 0f);
            while (scalar.Length > 0)
            {
                var next = Next(ref scalar);
                if (next.Field == 1) tag = Encoding.UTF8.GetString(next.Content);
                if (next.Field == 2) value = BitConverter.UInt32BitsToSingle((uint)next.Number);
            }
            values.Add(new(tag, value));
        }
        return values;
    }

    private static FieldValue Next(ref ReadOnlySpan<byte> message)
    {
        var key = Number(ref message);
        var kind = (int)(key & 7);
        var length = kind switch { Fixed64 => 8, Fixed32 => 4, Bytes => (int)Number(ref message), _ => 0 };
        var number = kind == Varint ? Number(ref message) : 0;
        var bytes = message[..length];
        message = message[length..];
        if (kind == Fixed64) number = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (kind == Fixed32) number = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        return new FieldValue((int)(key >> 3), number, bytes);
    }

    private static ulong Number(ref ReadOnlySpan<byte> message)
    {
        ulong number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = message[0];
            message = message[1..];
            number |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return number;
        }
    }

    private static void Field(MemoryStream to, int field, byte[] bytes)
    {
        Tag(to, field, Bytes);
        Number(to, (ulong)bytes.Length);
        to.Write(bytes);
    }

    private static void Tag(MemoryStream to, int field, int kind) => Number(to, (ulong)(field << 3 | kind));

    private static void Number(MemoryStream to, ulong number)
    {
        for (; number >= 0x80; number >>= 7) to.WriteByte((byte)(number | 0x80));
        to.WriteByte((byte)number);
    }

    private static void Fixed(MemoryStream to, ulong bits, int length)
    {
        for (var i = 0; i < length; i++) to.WriteByte((byte)(bits >> (8 * i)));
    }

    private readonly ref struct FieldValue(int field, ulong number, ReadOnlySpan<byte> bytes)
    {
        public readonly int Field = field;
        public readonly ulong Number = number;
        public readonly ReadOnlySpan<byte> Content = bytes;
    }
}
