using System.Text;

namespace Heed.Models.Generation.Constraints;

/// <summary>A range of code points as sequences of ranges of bytes (the split of Thompson and Cox, "Regular expression matching in the wild", 2010).</summary>
internal static class Utf8Ranges
{
    public const int Last = 0x10FFFF;
    private static readonly int[] Ends = [0x7F, 0x7FF, 0xFFFF, Last];

    public static IEnumerable<(byte Low, byte High)[]> Of(int low, int high)
    {
        if (low < 0xD800 && high > 0xDFFF || low is >= 0xD800 and <= 0xDFFF || high is >= 0xD800 and <= 0xDFFF)
            return [.. low < 0xD800 ? Of(low, 0xD7FF) : [], .. high > 0xDFFF ? Of(0xE000, high) : []];      // surrogates are no characters
        return Split(low, high);
    }

    private static IEnumerable<(byte Low, byte High)[]> Split(int low, int high)
    {
        if (low > high) return [];
        foreach (var end in Ends)                                       // one length of encoding at a time
            if (low <= end && end < high) return [.. Split(low, end), .. Split(end + 1, high)];
        for (var bits = 6; bits < 24 && high > 0x7F; bits += 6)         // and only the last bytes free
        {
            var mask = (1 << bits) - 1;
            if ((low & ~mask) == (high & ~mask)) break;
            if ((low & mask) != 0) return [.. Split(low, low | mask), .. Split((low | mask) + 1, high)];
            if ((high & mask) != mask) return [.. Split(low, (high & ~mask) - 1), .. Split(high & ~mask, high)];
        }
        return [[.. Bytes(low).Zip(Bytes(high))]];
    }

    private static byte[] Bytes(int codePoint)
    {
        Span<byte> bytes = stackalloc byte[4];
        return bytes[..new Rune(codePoint).EncodeToUtf8(bytes)].ToArray();
    }
}
