using System.Globalization;

namespace Heed.Language.Tokens.Splitting;

/// <summary>What the splitting expressions of tokenizers ask of a code point: letter (\p{L}), number (\p{N}), white space (\s) or else.</summary>
internal enum CharacterClass : byte { Other, Letter, Number, Space }

/// <summary>Classes by code point. A lone surrogate is what it becomes in UTF-8, U+FFFD: other.</summary>
internal static class CharacterClasses
{
    private static readonly CharacterClass[] Plane0 = MakePlane0();

    /// <summary>The class of the code point that starts at an index, and its length in UTF-16 units.</summary>
    public static CharacterClass At(ReadOnlySpan<char> text, int index, out int length)
    {
        length = 1;
        var unit = text[index];
        if (!char.IsHighSurrogate(unit) || index + 1 == text.Length || !char.IsLowSurrogate(text[index + 1])) return Plane0[unit];
        length = 2;
        return Of(char.ConvertToUtf32(unit, text[index + 1]));
    }

    private static CharacterClass Of(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => CharacterClass.Letter,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => CharacterClass.Number,
        _ => CharacterClass.Other
    };

    private static CharacterClass[] MakePlane0()
    {
        var classes = new CharacterClass[0x10000];
        for (var c = 0; c < classes.Length; c++)
            classes[c] = char.IsWhiteSpace((char)c) ? CharacterClass.Space : Of(c);
        return classes;
    }
}
