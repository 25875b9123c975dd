using System.Buffers.Binary;
using System.Text;

namespace Heed.Models.Checkpoints.Gguf;

/// <summary>
/// The keys of a file in order. A value is uint, int, float, bool, string, ulong, long, double, byte, sbyte, short, ushort, or an array
/// (string[], int[], float[] …) of these.
/// </summary>
public sealed class GgufMetadata
{
    private readonly OrderedDictionary<string, object> _values = [];

    public IEnumerable<KeyValuePair<string, object>> Values => _values;

    public int Count => _values.Count;

    public object? this[string key] => _values.GetValueOrDefault(key);

    public void Add(string key, object value) => _values[key] = value;

    internal void Write(Stream stream)
    {
        foreach (var (key, value) in _values)
        {
            WriteText(stream, key);
            WriteValue(stream, value);
        }
    }

    internal static void WriteText(Stream stream, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        WriteNumber(stream, (ulong)bytes.Length);
        stream.Write(bytes);
    }

    internal static void WriteNumber(Stream stream, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    internal static void WriteNumber(Stream stream, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private static void WriteValue(Stream stream, object value)
    {
        WriteNumber(stream, (uint)GgufValueTypes.Of(value));
        if (value is not Array items) WriteScalar(stream, value);
        else
        {
            WriteNumber(stream, (uint)GgufValueTypes.OfElements(items));
            WriteNumber(stream, (ulong)items.Length);
            foreach (var item in items) WriteScalar(stream, item);
        }
    }

    private static void WriteScalar(Stream stream, object value)
    {
        switch (value)
        {
            case string text: WriteText(stream, text); break;
            case uint number: WriteNumber(stream, number); break;
            case int number: WriteNumber(stream, (uint)number); break;
            case float number: WriteNumber(stream, BitConverter.SingleToUInt32Bits(number)); break;
            case ulong number: WriteNumber(stream, number); break;
            case byte number: stream.WriteByte(number); break;
            case bool flag: stream.WriteByte(flag ? (byte)1 : (byte)0); break;
            default: throw new ArgumentException($"a value of type {value.GetType().Name} has no place in a GGUF file that Heed writes", nameof(value));
        }
    }
}
