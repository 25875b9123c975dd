using System.Buffers;
using System.Text;

namespace Heed.Language.Tokens.Decoding;

/// <summary>The start of a character whose end has not come yet.</summary>
internal static class IncompleteUtf8
{
    /// <summary>How many bytes at the end begin a well-formed character without ending it (0 to 3; Unicode, table 3-7).</summary>
    public static int Tail(ReadOnlySpan<byte> bytes)
    {
        for (var length = Math.Min(3, bytes.Length); length > 0; length--)
            if (Rune.DecodeFromUtf8(bytes[^length..], out _, out _) == OperationStatus.NeedMoreData) return length;
        return 0;
    }
}
