using System.Buffers.Binary;
using System.Text;
using Heed.Runs;

namespace Heed.Models.Checkpoints.Gguf;

/// <summary>Reads the head of a GGUF file. Every count is held against the bytes that are left before anything is made for it.</summary>
internal sealed class GgufHead(Stream stream, string path)
{
    private const int MostDimensions = 4;
    private const long LongestText = 1 << 26;

    public (GgufMetadata Keys, List<GgufEntry> Tensors) Read()
    {
        if (Left < 24 || !Bytes(4).AsSpan().SequenceEqual("GGUF"u8)) throw Broken("does not begin like a GGUF file");
        var version = UInt32();
        if (version is < 2 or > 3)
            throw new CheckpointException($"{path} is GGUF of version {version}; versions 2 and 3, little-endian, are read. Convert it with a current llama.cpp.");
        var (tensors, keys) = (Count(24, "tensors"), Count(13, "keys"));
        var metadata = new GgufMetadata();
        for (var i = 0; i < keys; i++) metadata.Add(Text(), Value());
        var entries = new List<GgufEntry>();
        for (var i = 0; i < tensors; i++) entries.Add(Entry());
        return (metadata, entries);
    }

    public CheckpointException Broken(string what) => new($"{path} {what}. The file is damaged: copy it again.");

    private long Left => stream.Length - stream.Position;

    private long Count(int smallest, string what)
    {
        var count = UInt64();
        return count <= (ulong)(Left / smallest) ? (long)count : throw Broken($"claims {count:N0} {what} with {Left:N0} bytes left");
    }

    private byte[] Bytes(long count)
    {
        if (count > Left) throw Broken($"ends inside its head: {count:N0} bytes are needed, {Left:N0} are left");
        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    private ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));

    private string Text()
    {
        var length = UInt64();
        if (length > LongestText || length > (ulong)Left) throw Broken($"claims a text of {length:N0} bytes with {Left:N0} left");
        return Encoding.UTF8.GetString(Bytes((long)length));
    }

    private object Value()
    {
        var type = ValueType();
        if (type != GgufValueType.Array) return Scalar(type);
        var element = ValueType();
        if (element == GgufValueType.Array) throw Broken("holds an array of arrays, which no key of a model has");
        var count = Count(GgufValueTypes.Smallest(element), "elements of an array");
        var items = Array.CreateInstance(GgufValueTypes.Clr(element), count);
        for (var i = 0L; i < count; i++) items.SetValue(Scalar(element), i);
        return items;
    }

    private GgufValueType ValueType() => UInt32() is var type && type <= (uint)GgufValueType.Float64 ? (GgufValueType)type : throw Broken($"holds a value of the unknown type {type}");

    private object Scalar(GgufValueType type) => type switch
    {
        GgufValueType.UInt8 => Bytes(1)[0],
        GgufValueType.Int8 => (sbyte)Bytes(1)[0],
        GgufValueType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2)),
        GgufValueType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(Bytes(2)),
        GgufValueType.UInt32 => UInt32(),
        GgufValueType.Int32 => (int)UInt32(),
        GgufValueType.Float32 => BitConverter.UInt32BitsToSingle(UInt32()),
        GgufValueType.Bool => Bytes(1)[0] != 0,
        GgufValueType.String => Text(),
        GgufValueType.UInt64 => UInt64(),
        GgufValueType.Int64 => (long)UInt64(),
        _ => BitConverter.UInt64BitsToDouble(UInt64()),
    };

    private GgufEntry Entry()
    {
        var name = Text();
        var dimensions = UInt32();
        if (dimensions is 0 or > MostDimensions) throw Broken($"gives tensor '{name}' {dimensions} dimensions");
        var shape = new long[dimensions];
        var length = 1UL;
        for (var i = (int)dimensions - 1; i >= 0; i--)
        {
            var size = UInt64();
            if (size == 0 || size > (1UL << 48) / length) throw Broken($"gives tensor '{name}' an impossible size");
            (length, shape[i]) = (length * size, (long)size);
        }
        var number = UInt32();
        if (!Enum.IsDefined((GgufType)number))
            throw new CheckpointException($"{path}: tensor '{name}' is stored as ggml's type {GgufTypes.NameOf(number)}; F32, F16, BF16, Q8_0 and Q4_0 are read. Convert the file to one of them.");
        var type = (GgufType)number;
        if (type.IsBlocked() && shape[^1] % GgufTypes.Block != 0) throw Broken($"gives tensor '{name}' rows of {shape[^1]} elements in blocks of {GgufTypes.Block}");
        var offset = UInt64();
        return offset <= long.MaxValue / 4 ? new GgufEntry(name, shape, type, (long)offset) : throw Broken($"places tensor '{name}' outside itself");
    }
}
