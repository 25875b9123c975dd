using System.Buffers.Binary;
using System.Text;

namespace Heed.Language.Tokens.Normalizing;

/// <summary>
/// The normalisation rules that SentencePiece compiles into a model: a double array of the texts to be replaced (Aoe 1989, as Darts
/// lays it out), whose values are places in a list of zero-terminated texts to put there.
/// </summary>
internal sealed class CharacterMap
{
    private readonly uint[] _units;
    private readonly byte[] _texts;

    private CharacterMap(uint[] units, byte[] texts) => (_units, _texts) = (units, texts);

    /// <exception cref="FormatException">The bytes hold no such map.</exception>
    public CharacterMap(ReadOnlySpan<byte> blob)
    {
        var size = blob.Length < 4 ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(blob);
        if (size > blob.Length - 4 || size % 4 != 0 || size < 4) throw new FormatException($"the map of characters has {blob.Length} bytes and says that its table has {size}");
        _units = new uint[size / 4];
        for (var i = 0; i < _units.Length; i++) _units[i] = BinaryPrimitives.ReadUInt32LittleEndian(blob[(4 + i * 4)..]);
        _texts = blob[(4 + (int)size)..].ToArray();
    }

    public static CharacterMap None { get; } = new([], []);

    public static CharacterMap FromBase64(ComponentJson json)
    {
        // A null there means no rules.
        if (json.OptionalText("precompiled_charsmap") is not { Length: > 0 } text) return None;
        try
        {
            return new CharacterMap(Convert.FromBase64String(text));
        }
        catch (FormatException error)
        {
            throw json.Wrong(error.Message);
        }
    }

    /// <summary>What stands for the shortest (or longest) rule that the bytes begin with; its length in bytes, 0 where there is none.</summary>
    public int Find(ReadOnlySpan<byte> bytes, bool longest, out ReadOnlySpan<byte> replacement)
    {
        replacement = default;
        if (_units.Length == 0) return 0;
        var (length, value) = (0, 0u);
        var node = Offset(_units[0]);
        for (var i = 0; i < bytes.Length && bytes[i] != 0; i++)
        {
            node ^= bytes[i];
            if (node >= _units.Length || (_units[node] & 0x800000FF) != bytes[i]) break;
            var unit = _units[node];
            node ^= Offset(unit);
            if ((unit >> 8 & 1) == 0 || node >= _units.Length) continue;
            (length, value) = (i + 1, _units[node] & 0x7FFFFFFF);
            if (!longest) break;
        }
        if (length == 0 || value > _texts.Length) return 0;
        var text = _texts.AsSpan((int)value);
        var end = text.IndexOf((byte)0);
        replacement = end < 0 ? text : text[..end];
        return length;
    }

    /// <summary>The same for a text; null where no rule holds.</summary>
    public string? Shortest(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(Math.Min(text.Length, 16))];
        return text.Length <= 16 && Find(bytes[..Encoding.UTF8.GetBytes(text, bytes)], longest: false, out var replacement) > 0 ? Encoding.UTF8.GetString(replacement) : null;
    }

    private static uint Offset(uint unit) => unit >> 10 << (int)((unit & 0x200) >> 6);
}
