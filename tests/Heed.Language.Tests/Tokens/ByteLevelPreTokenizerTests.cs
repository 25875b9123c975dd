using System.Text.RegularExpressions;
using CsCheck;
using Heed.Language.Tokens.Splitting;
using Xunit;

namespace Heed.Language.Tests.Tokens;

public sealed class ByteLevelPreTokenizerTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(Gen.Char['\0', '\uD7FF'], Gen.OneOf([.. " \n\t'stmdlrve1a\u00A0\u3000é你".Select(Gen.Const)])).Array[0, 40].Select(c => new string(c));

    /// <summary>A second opinion where both work: .NET's expressions, which match UTF-16 units, on text without surrogates.</summary>
    [Fact]
    public void The_scanner_cuts_as_the_expression_does() =>
        Texts.Sample(text => Assert.Equal(Regex.Matches(text, @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+").Select(m => m.Value), Pieces(text)));

    [Fact]
    public void Letters_and_digits_beyond_U_FFFF_are_letters_and_digits() =>
        Assert.Equal(["\U0001D400\U0001D401a", " \U0001D7CE1", "\U0001F600", "\U00020000"], Pieces("\U0001D400\U0001D401a \U0001D7CE1\U0001F600\U00020000"));

    [Fact]
    public void Half_a_pair_is_neither_letter_nor_digit_nor_space() => Assert.Equal(["a", "\uD800!", "b"], Pieces("a\uD800!b"));

    private static List<string> Pieces(string text)
    {
        var scanner = new ByteLevelPreTokenizer(addPrefixSpace: false, useRegex: true);
        var pieces = new List<string>();
        for (var start = 0; start < text.Length; start += pieces[^1].Length) pieces.Add(text[start..scanner.NextEnd(text, start)]);
        return pieces;
    }
}
