namespace Heed.Language.Datasets.Formats;

/// <summary>
/// Structs in Thrift's compact protocol, held against their form: nothing is read beyond the bytes there are, no list is believed that has
/// more elements than bytes are left, and what has another type than the form says is refused.
/// </summary>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    private const int Deepest = 32;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The bytes read so far.</summary>
    public int At { get; private set; }

    /// <exception cref="InvalidDataException">The bytes hold no such struct.</exception>
    public ThriftStruct Read(ThriftForm form, int depth = 0)
    {
        if (depth > Deepest) throw new InvalidDataException("its structs lie too deep in each other");
        var fields = new ThriftStruct();
        var id = 0;
        while (Byte() is not 0 and var head)
        {
            id = head >> 4 is > 0 and var step ? id + step : (short)Number(ThriftType.Short);
            fields.Set(id, Value((ThriftType)(head & 15), form.Field(id), form.Name, id, depth));
        }
        return fields;
    }

    private object Value(ThriftType type, ThriftField field, string form, int id, int depth)
    {
        if (!field.Takes(type)) throw new InvalidDataException($"field {id} of {form} is of type {type}; expected {field.Expected}");
        return type switch
        {
            ThriftType.True => 1L,
            ThriftType.False => 0L,
            ThriftType.Byte => (long)Byte(),
            ThriftType.Short or ThriftType.Int or ThriftType.Long => Number(type),
            ThriftType.Double => Skip(8),
            ThriftType.Bytes => Skip((long)Varint(5)),
            ThriftType.List => List(field, form, id, depth),
            ThriftType.Struct => Read(field.Form!, depth + 1),
            _ => throw new InvalidDataException($"field {id} of {form} is of the unknown type {(int)type}")
        };
    }

    private List<object> List(ThriftField field, string form, int id, int depth)
    {
        var head = Byte();
        var (count, type) = ((uint)head >> 4, (ThriftType)(head & 15));
        if (count == 15) count = (uint)Varint(5);
        if (count > _bytes.Length - At) throw new InvalidDataException($"a list of {form} claims {count} elements in {_bytes.Length - At} bytes");
        var list = new List<object>((int)count);
        for (var i = 0; i < count; i++) list.Add(Value(type, field.Element!, form, id, depth));
        return list;
    }

    private long Number(ThriftType type)
    {
        var value = Varint(type == ThriftType.Long ? 10 : 5);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <param name="longest">Bytes at most: of 5 a number has 32 bits.</param>
    private ulong Varint(int longest)
    {
        var value = 0UL;
        for (var i = 0; i < longest; i++)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7F) << 7 * i;
            if (part < 0x80) return longest > 5 || value <= uint.MaxValue ? value : throw new InvalidDataException("a number has more than 32 bits");
        }
        throw new InvalidDataException("a number does not end");
    }

    private object Skip(long count)
    {
        if (count > _bytes.Length - At) throw new InvalidDataException($"{count} bytes are claimed where {_bytes.Length - At} are left");
        At += (int)count;
        return count;
    }

    private byte Byte() => At < _bytes.Length ? _bytes[At++] : throw new InvalidDataException("it ends inside a struct");
}

/// <summary>Types by their numbers in the compact protocol.</summary>
internal enum ThriftType { None, True, False, Byte, Short, Int, Long, Double, Bytes, List, Set, Map, Struct }

/// <summary>A struct's fields by number: numbers, structs, lists, and of bytes how many.</summary>
internal sealed class ThriftStruct
{
    private readonly Dictionary<int, object> _fields = [];

    public void Set(int field, object value) => _fields[field] = value;

    public long? Number(int field) => _fields.TryGetValue(field, out var value) ? (long)value : null;

    public ThriftStruct? Part(int field) => _fields.GetValueOrDefault(field) as ThriftStruct;

    public IEnumerable<ThriftStruct> Parts(int field) => (_fields.GetValueOrDefault(field) as List<object> ?? []).Cast<ThriftStruct>();
}
