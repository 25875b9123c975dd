using System.Text;

namespace Heed.Language.Tokens;

/// <summary>What went into a shard.</summary>
/// <param name="Documents">Texts.</param>
/// <param name="Tokens">Tokens of all, end tokens included.</param>
/// <param name="TextBytes">Size of the texts in UTF-8.</param>
/// <param name="LostBytes">Bytes of the texts that the vocabulary has no token for (an alphabet of the training text only).</param>
public sealed record TokenisedText(int Documents, long Tokens, long TextBytes, long LostBytes)
{
    internal static TokenisedText Write(string path, IEnumerable<string> texts, Tokenizer tokenizer)
    {
        var total = new TokenisedText(0, 0, 0, 0);
        var documents = texts.AsParallel().AsOrdered().Select(text => Encode(text, tokenizer));
        TokenShardWriter.Write(path, documents.AsEnumerable().Select(document =>
        {
            total = new(total.Documents + 1, total.Tokens + document.Tokens.Length, total.TextBytes + document.TextBytes, total.LostBytes + document.Lost);
            return (document.Tokens, document.TextBytes);
        }), tokenizer.VocabularySize);
        return total;
    }

    private static (int[] Tokens, long TextBytes, long Lost) Encode(string text, Tokenizer tokenizer)
    {
        // Text is text: a special token's name that stands in it is no special token.
        var ids = tokenizer.EncodeOrdinary(text);
        var (bytes, kept) = ((long)Encoding.UTF8.GetByteCount(text), 0L);
        foreach (var id in ids) kept += id == tokenizer.UnknownId ? 0 : tokenizer.BytesOf(id).Length;
        return (tokenizer.EndId is { } end ? [.. ids, end] : ids, bytes, Math.Max(0, bytes - kept));
    }
}
