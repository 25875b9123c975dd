using System.Text;
using Heed.Language.Tokens;

namespace Heed.Language.Templates;

/// <summary>
/// Keeps the text of a special token that stands in a message from becoming that token: it is put between two noncharacters before the
/// template sees it, and encoded as ordinary text after.
/// </summary>
internal sealed class SpecialTokenGuard(Tokenizer tokenizer)
{
    private const char Open = '\uFDD0', Close = '\uFDD1';

    /// <summary>Longest first, so that the longer of two at one place is found.</summary>
    public IReadOnlyList<string> Tokens { get; } = [.. tokenizer.AddedTokens.Where(t => t.Special && t.Content.Length > 0).Select(t => t.Content).OrderByDescending(t => t.Length)];

    public string Protect(string text)
    {
        if (text.AsSpan().IndexOfAny(Open, Close) >= 0) text = text.Replace(Open, '\uFFFD').Replace(Close, '\uFFFD');
        if (!Tokens.Any(t => text.Contains(t, StringComparison.Ordinal))) return text;
        var guarded = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var token = Tokens.FirstOrDefault(t => text.AsSpan(at).StartsWith(t));
            if (token is null) guarded.Append(text[at++]);
            else
            {
                guarded.Append(Open).Append(token).Append(Close);
                at += token.Length;
            }
        }
        return guarded.ToString();
    }

    /// <summary>Where a token stands that the template wrote, from some place on; -1: nowhere.</summary>
    public static int Find(string guarded, string token, int from)
    {
        for (var at = from; (at = guarded.IndexOf(token, at, StringComparison.Ordinal)) >= 0; at += token.Length)
            if (at == 0 || guarded[at - 1] != Open) return at;
        return -1;
    }

    public int[] Encode(string guarded)
    {
        if (guarded.AsSpan().IndexOfAny(Open, Close) < 0) return tokenizer.Encode(guarded);
        var ids = new List<int>();
        for (var at = 0; at < guarded.Length;)
        {
            var open = guarded.IndexOf(Open, at);
            if (open < 0) open = guarded.Length;
            if (open > at) ids.AddRange(tokenizer.Encode(guarded[at..open].Replace(Close.ToString(), "")));
            var close = open < guarded.Length ? guarded.IndexOf(Close, open) : -1;
            if (open < guarded.Length) ids.AddRange(tokenizer.EncodeOrdinary(close < 0 ? guarded.AsSpan(open + 1) : guarded.AsSpan(open + 1, close - open - 1)));
            at = close < 0 ? guarded.Length : close + 1;
        }
        return [.. ids];
    }
}
