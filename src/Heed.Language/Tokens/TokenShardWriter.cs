using System.Runtime.InteropServices;
using Heed.Runs;

namespace Heed.Language.Tokens;

/// <summary>Writes shards: tokens as they come, then the index, then the header with the counts.</summary>
internal static class TokenShardWriter
{
    public static void Write(string path, IEnumerable<(int[] Tokens, long TextBytes)> documents, int vocabularySize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(vocabularySize);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[TokenShardHeader.Size]);
            var starts = new List<ulong> { 0 };
            var textBytes = 0UL;
            foreach (var (tokens, bytes) in documents)
            {
                WriteTokens(stream, tokens, vocabularySize);
                starts.Add(starts[^1] + (ulong)tokens.Length);
                textBytes += (ulong)bytes;
            }
            var header = TokenShardHeader.Of(starts[^1], (ulong)(starts.Count - 1), vocabularySize, textBytes);
            stream.Write(new byte[(int)(header.IndexOffset - (ulong)stream.Position)]);
            stream.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(starts)));
            stream.Position = 0;
            stream.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<TokenShardHeader>(in header)));
        });
    }

    private static void WriteTokens(Stream stream, int[] tokens, int vocabularySize)
    {
        foreach (var token in tokens)
            if ((uint)token >= (uint)vocabularySize) throw new ArgumentOutOfRangeException(nameof(tokens), token, $"a token must be from 0 to {vocabularySize - 1}");
        if (TokenShardHeader.WidthFor(vocabularySize) == 4)
        {
            stream.Write(MemoryMarshal.AsBytes<int>(tokens));
            return;
        }
        var narrow = new ushort[tokens.Length];
        for (var i = 0; i < tokens.Length; i++) narrow[i] = (ushort)tokens[i];
        stream.Write(MemoryMarshal.AsBytes<ushort>(narrow));
    }
}
