using System.Text;

namespace Heed.Language.Tokens;

/// <summary>
/// The letters that stand for bytes in byte-level vocabularies (Radford et al. 2019): printable Latin-1 stands for itself, the other 68
/// bytes are U+0100 and following, in order. So a token's text is always printable and holds no space.
/// </summary>
public static class ByteLetters
{
    private static readonly char[] Letters = MakeLetters();
    private static readonly short[] Bytes = MakeBytes();

    /// <summary>The letter of a byte.</summary>
    public static char Of(byte value) => Letters[value];

    /// <summary>The byte of a letter; false for a character that stands for none.</summary>
    public static bool TryGetByte(char letter, out byte value)
    {
        var found = letter < Bytes.Length ? Bytes[letter] : (short)-1;
        value = (byte)found;
        return found >= 0;
    }

    /// <summary>All 256 letters, by code point.</summary>
    public static IEnumerable<char> All => Letters.Order();

    /// <summary>The UTF-8 bytes of a text, each as its letter.</summary>
    public static string Spell(ReadOnlySpan<byte> bytes)
    {
        var letters = new char[bytes.Length];
        for (var i = 0; i < bytes.Length; i++) letters[i] = Letters[bytes[i]];
        return new string(letters);
    }

    /// <summary>The bytes a token stands for. A token with a character that stands for no byte is its own UTF-8 (added tokens with spaces).</summary>
    public static byte[] BytesOf(string token)
    {
        var bytes = new byte[token.Length];
        for (var i = 0; i < token.Length; i++)
            if (!TryGetByte(token[i], out bytes[i])) return Encoding.UTF8.GetBytes(token);
        return bytes;
    }

    private static char[] MakeLetters()
    {
        var letters = new char[256];
        var next = 256;
        for (var b = 0; b < 256; b++)
            letters[b] = b is (>= 0x21 and <= 0x7E) or (>= 0xA1 and <= 0xAC) or >= 0xAE ? (char)b : (char)next++;
        return letters;
    }

    private static short[] MakeBytes()
    {
        var bytes = new short[256 + 68];
        Array.Fill(bytes, (short)-1);
        for (var b = 0; b < 256; b++) bytes[Letters[b]] = (short)b;
        return bytes;
    }
}
