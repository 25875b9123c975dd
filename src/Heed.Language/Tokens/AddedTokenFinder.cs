using System.Buffers;
using Heed.Language.Tokens.Expressions;
using Heed.Language.Tokens.Vocabularies;

namespace Heed.Language.Tokens;

/// <summary>Finds added tokens in a text: the leftmost, and of those that start together the longest.</summary>
internal sealed class AddedTokenFinder
{
    // Joiners count as parts of words.
    private static readonly CodePointSet Word = UnicodeProperties.Word.Union(CodePointSet.Range(0x200C, 0x200D));

    private readonly SearchValues<char> _firstLetters;
    private readonly LetterTrie _contents = new();
    private readonly List<AddedToken> _tokens = [];

    /// <param name="tokens">Each token with the text it is looked for by.</param>
    public AddedTokenFinder(IEnumerable<(string Content, AddedToken Token)> tokens)
    {
        var letters = new HashSet<char>();
        foreach (var (content, token) in tokens)
        {
            if (content.Length == 0) continue;
            letters.Add(content[0]);
            _contents.Add(content, _tokens.Count);
            _tokens.Add(token);
        }
        _firstLetters = SearchValues.Create([.. letters]);
    }

    /// <summary>Appends the tokens of a text with the stretch each takes.</summary>
    /// <param name="skipSpecial">Special tokens are passed over: they are text.</param>
    public void Find(ReadOnlySpan<char> text, bool skipSpecial, List<(int Start, int End, AddedToken Token)> into)
    {
        var taken = 0;
        for (var at = 0; _tokens.Count > 0 && at < text.Length;)
        {
            var skip = text[at..].IndexOfAny(_firstLetters);
            if (skip < 0) return;
            at += skip;
            var length = _contents.Longest(text[at..], out var index);
            if (length == 0)
            {
                at++;
                continue;
            }
            var (start, end, token) = (at, at + length, _tokens[index]);
            at = end;
            if ((skipSpecial && token.Special) || (token.SingleWord && (EndsWithWord(text[..start]) || StartsWithWord(text[end..])))) continue;
            if (token.LeftStrip) start = Math.Max(taken, text[..start].TrimEnd().Length);
            if (token.RightStrip) end = text.Length - text[end..].TrimStart().Length;
            // All of it may have been swallowed by the token before.
            if (end > start) into.Add((start, end, token));
            taken = Math.Max(taken, end);
        }
    }

    private static bool StartsWithWord(ReadOnlySpan<char> text) => text.Length > 0 && Word.Contains(CodePoints.At(text, 0, out _));

    private static bool EndsWithWord(ReadOnlySpan<char> text) => text.Length > 0 && Word.Contains(CodePoints.At(text, CodePoints.Before(text, text.Length), out _));
}
