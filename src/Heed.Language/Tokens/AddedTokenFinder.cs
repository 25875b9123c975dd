using System.Buffers;
using System.Text;

namespace Heed.Language.Tokens;

/// <summary>Finds added tokens in a text: the leftmost, and of those that start together the longest.</summary>
internal sealed class AddedTokenFinder
{
    private readonly SearchValues<char> _firstLetters;
    private readonly Dictionary<char, AddedToken[]> _byFirstLetter;

    public AddedTokenFinder(IEnumerable<AddedToken> tokens)
    {
        _byFirstLetter = tokens.Where(t => t.Content.Length > 0).GroupBy(t => t.Content[0])
            .ToDictionary(g => g.Key, g => g.OrderByDescending(t => t.Content.Length).ToArray());
        _firstLetters = SearchValues.Create([.. _byFirstLetter.Keys]);
    }

    /// <summary>The next token at or after an index, with the span of text it takes; null where none follows.</summary>
    public AddedToken? Next(ReadOnlySpan<char> text, int from, out int start, out int end)
    {
        (start, end) = (text.Length, text.Length);
        if (_byFirstLetter.Count == 0) return null;
        for (var at = from; at < text.Length; at++)
        {
            var skip = text[at..].IndexOfAny(_firstLetters);
            if (skip < 0) return null;
            at += skip;
            if (LongestAt(text[at..]) is not { } token) continue;
            (start, end) = (at, at + token.Content.Length);
            if (token.SingleWord && (EndsWithWord(text[..start]) || StartsWithWord(text[end..])))
            {
                at = end - 1;
                continue;
            }
            if (token.LeftStrip) start = Math.Max(from, text[..start].TrimEnd().Length);
            if (token.RightStrip) end = text.Length - text[end..].TrimStart().Length;
            return token;
        }
        (start, end) = (text.Length, text.Length);
        return null;
    }

    private AddedToken? LongestAt(ReadOnlySpan<char> text)
    {
        foreach (var token in _byFirstLetter[text[0]])
            if (text.StartsWith(token.Content)) return token;
        return null;
    }

    private static bool StartsWithWord(ReadOnlySpan<char> text) =>
        Rune.DecodeFromUtf16(text, out var rune, out _) == OperationStatus.Done && IsWord(rune);

    private static bool EndsWithWord(ReadOnlySpan<char> text) =>
        Rune.DecodeLastFromUtf16(text, out var rune, out _) == OperationStatus.Done && IsWord(rune);

    // \w of Unicode expressions: letters, marks, decimal numbers, connectors.
    private static bool IsWord(Rune rune) => Rune.GetUnicodeCategory(rune) is var category
        && (Rune.IsLetter(rune) || category is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark
            or System.Globalization.UnicodeCategory.EnclosingMark or System.Globalization.UnicodeCategory.DecimalDigitNumber
            or System.Globalization.UnicodeCategory.ConnectorPunctuation or System.Globalization.UnicodeCategory.LetterNumber);
}
