using System.Runtime.InteropServices;

namespace Heed.Language.Tokens;

/// <summary>The first 64 bytes of a shard, little-endian.</summary>
/// <param name="Magic">"HEEDTOKS" as bytes.</param>
/// <param name="Version">1.</param>
/// <param name="Width">Bytes a token: 2 or 4.</param>
/// <param name="Tokens">Tokens of all documents.</param>
/// <param name="Documents">Documents; the index has one entry more.</param>
/// <param name="IndexOffset">Where the index starts in the file.</param>
/// <param name="VocabularySize">Every token is below this.</param>
/// <param name="TextBytes">Size of the documents' text in UTF-8; 0 where it is not known.</param>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = Size)]
internal readonly record struct TokenShardHeader(ulong Magic, uint Version, uint Width, ulong Tokens, ulong Documents, ulong IndexOffset, ulong VocabularySize, ulong TextBytes)
{
    public const int Size = 64;
    public const ulong MagicNumber = 0x534B4F5444454548; // "HEEDTOKS"

    public static TokenShardHeader Of(ulong tokens, ulong documents, int vocabularySize, ulong textBytes)
    {
        var width = WidthFor(vocabularySize);
        return new(MagicNumber, 1, (uint)width, tokens, documents, IndexAfter(tokens, (uint)width), (ulong)vocabularySize, textBytes);
    }

    public static int WidthFor(int vocabularySize) => vocabularySize <= 1 << 16 ? 2 : 4;

    /// <summary>Every field against the others and against the file's length.</summary>
    public void Check(string path, long length)
    {
        if (Magic != MagicNumber) throw new TokenShardException(path, "it is no token shard: it does not start with 'HEEDTOKS'");
        if (Version != 1) throw new TokenShardException(path, $"it has version {Version}; this program reads version 1: make it anew");
        if (Width is not (2 or 4)) throw new TokenShardException(path, $"it has {Width} bytes a token; expected 2 or 4");
        if (Documents > int.MaxValue || Tokens > long.MaxValue / 8 || VocabularySize > int.MaxValue || IndexOffset != IndexAfter(Tokens, Width))
            throw new TokenShardException(path, $"its header contradicts itself ({Tokens} tokens, {Documents} documents, index at {IndexOffset}): make it anew");
        var expected = IndexOffset + (Documents + 1) * 8;
        if ((ulong)length != expected) throw new TokenShardException(path, $"expected {expected} bytes for {Tokens} tokens in {Documents} documents, found {length}; the file is cut short or damaged: make it anew");
    }

    private static ulong IndexAfter(ulong tokens, uint width) => (Size + tokens * width + 7) / 8 * 8;
}
