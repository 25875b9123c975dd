using System.Buffers.Binary;

namespace Heed.Language.Datasets.Formats;

/// <summary>A table of a flatbuffer. What points outside the buffer throws.</summary>
internal readonly ref struct FlatTable(ReadOnlySpan<byte> buffer, int at)
{
    private readonly ReadOnlySpan<byte> _buffer = buffer;

    /// <summary>The table that a buffer begins with.</summary>
    public static FlatTable Root(ReadOnlySpan<byte> buffer) => new(buffer, BinaryPrimitives.ReadInt32LittleEndian(buffer));

    /// <summary>Where a field stands; 0: it is absent.</summary>
    public int Field(int field)
    {
        var fields = at - BinaryPrimitives.ReadInt32LittleEndian(_buffer[at..]);
        if (BinaryPrimitives.ReadUInt16LittleEndian(_buffer[fields..]) < 6 + 2 * field) return 0;
        var offset = BinaryPrimitives.ReadUInt16LittleEndian(_buffer[(fields + 4 + 2 * field)..]);
        return offset == 0 ? 0 : at + offset;
    }

    /// <summary>A number of 8 bytes; 0 where it is absent.</summary>
    public long Number(int field) => Field(field) is > 0 and var place ? NumberAt(place) : 0;

    public long NumberAt(int place) => BinaryPrimitives.ReadInt64LittleEndian(_buffer[place..]);

    /// <summary>A number of one byte; 0 where it is absent.</summary>
    public byte Byte(int field) => Field(field) is > 0 and var place ? _buffer[place] : (byte)0;

    public FlatTable Table(int field) => Field(field) is > 0 and var place ? At(place) : throw new InvalidDataException("its metadata lack a table");

    /// <summary>The table that a place points to.</summary>
    public FlatTable At(int place) => new(_buffer, place + BinaryPrimitives.ReadInt32LittleEndian(_buffer[place..]));

    /// <summary>Where the elements of a list begin, and how many they are; none where it is absent.</summary>
    /// <exception cref="InvalidDataException">It claims more elements than there are bytes.</exception>
    public (int Start, int Count) List(int field, int elementBytes)
    {
        if (Field(field) is not (> 0 and var place)) return (0, 0);
        var list = place + BinaryPrimitives.ReadInt32LittleEndian(_buffer[place..]);
        var count = BinaryPrimitives.ReadInt32LittleEndian(_buffer[list..]);
        return count >= 0 && count <= (_buffer.Length - list - 4) / elementBytes ? (list + 4, count) : throw new InvalidDataException($"its metadata claim {count} elements in {_buffer.Length - list} bytes");
    }
}
