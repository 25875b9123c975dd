using System.Globalization;

namespace Heed.Language.Tokens.Decoding;

/// <summary>Pieces that stand for one byte: <c>&lt;0x0A&gt;</c>.</summary>
internal static class BytePieces
{
    public static bool TryRead(string token, out byte value)
    {
        value = 0;
        return token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
            && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>The bytes of the byte pieces at the end, in order.</summary>
    public static byte[] LastRun(IReadOnlyList<string> tokens)
    {
        var bytes = new List<byte>();
        for (var i = tokens.Count - 1; i >= 0 && TryRead(tokens[i], out var value); i--) bytes.Add(value);
        bytes.Reverse();
        return [.. bytes];
    }
}
