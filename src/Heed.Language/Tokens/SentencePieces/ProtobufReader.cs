using System.Buffers.Binary;
using System.Text;

namespace Heed.Language.Tokens.SentencePieces;

/// <summary>Reads a message of protocol buffers field by field; what is not asked for is passed over.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;
    private int _wire;

    /// <summary>The number of the field that comes next; false at the end.</summary>
    /// <exception cref="FormatException">The bytes are no such message.</exception>
    public bool Next(out int field)
    {
        field = 0;
        if (_rest.Length == 0) return false;
        var key = Varint();
        (field, _wire) = ((int)(key >> 3), (int)(key & 7));
        return field > 0 ? true : throw new FormatException("a field has the number 0");
    }

    public long Number() => _wire == 0 ? (long)Varint() : throw Unexpected("a number");

    public bool Flag() => Number() != 0;

    public float Single() => _wire == 5 ? BinaryPrimitives.ReadSingleLittleEndian(Take(4)) : throw Unexpected("a fraction");

    public ReadOnlySpan<byte> Bytes()
    {
        if (_wire != 2) throw Unexpected("bytes");
        var length = Varint();
        return length <= (ulong)_rest.Length ? Take((int)length) : throw new FormatException($"a field says it has {length} bytes, but {_rest.Length} are left");
    }

    public string Text() => Encoding.UTF8.GetString(Bytes());

    public void Skip()
    {
        switch (_wire)
        {
            case 0: Varint(); break;
            case 1: Take(8); break;
            case 2: Bytes(); break;
            case 5: Take(4); break;
            default: throw Unexpected("a field");
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length) throw new FormatException("it ends inside a field");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
        throw new FormatException("a number has more than ten bytes");
    }

    private readonly FormatException Unexpected(string expected) => new($"a field is of wire type {_wire}; expected {expected}");
}
