using System.Text.RegularExpressions;
using CsCheck;
using Heed.Language.Tokens.Expressions;
using Xunit;

namespace Heed.Language.Tests.Tokens.Expressions;

public sealed class PatternTests
{
    [Theory]
    [InlineData(@"\p{L}+", "a\U0001D400b 1", "a\U0001D400b")]                    // a letter beyond U+FFFF is a letter
    [InlineData(@"\p{N}{1,3}", "12345", "123|45")]
    [InlineData(@"\s+(?!\S)|\s+", "a   b", "  | ")]                              // the last space is left for the word
    [InlineData(@"(?i:'s|'LL)", "it'S we'll it'\u017F", "'S|'ll|'\u017F")]       // long s is an s
    [InlineData(@"a*?b", "aab", "aab")]
    [InlineData(@"a+?", "aaa", "a|a|a")]
    [InlineData(@"(?>a+)ab", "aaab", "")]                                        // what is atomic gives nothing back
    [InlineData(@"a++ab|b", "aaab", "b")]
    [InlineData(@"a+ab", "aaab", "aaab")]
    [InlineData(@"(?<=\$)\d+", "$12 34", "12")]
    [InlineData(@"(?<!x|yy)z", "z xz yyz yz", "z|z")]
    [InlineData(@"[a-z&&[^aeiou]]+", "hello", "h|ll")]
    [InlineData(@"[^\r\n\p{L}\p{N}]?\p{L}+", " a\nb-c", " a|b|-c")]
    [InlineData(@"\bcat\b", "cat concat cat.", "cat|cat")]
    [InlineData(@"(a|ab)(c|bcd)d?", "abcd", "abcd")]
    [InlineData(@"(?x) a b # c", "ab", "ab")]
    [InlineData(@"\x41\u{1F600}\t?", "A\U0001F600", "A\U0001F600")]
    [InlineData(@"[[:alpha:]]+|[[:digit:]]", "ab1", "ab|1")]
    [InlineData(@"\p{Han}+|\p{^L}", "\u4F60\u597D!", "\u4F60\u597D|!")]
    [InlineData(@"(a*)*b", "aab", "aab")]
    [InlineData(@"\R", "a\r\nb\n", "\r\n|\n")]
    public void Matches_are_those_of_the_expression(string expression, string text, string expected) => Assert.Equal(expected, Found(expression, text, PatternSyntax.Fancy));

    [Theory]
    [InlineData(@"\d{1,2}+", "12345", "12345", "12|34|5")]    // a repetition repeated, or a possessive one
    [InlineData(@"x$", "x\nx", "x|x", "x")]                   // the end of a line, or of the text
    [InlineData(@"^x", "x\nx", "x|x", "x")]
    [InlineData(@"(?m)a.", "a\n", "a\n", "")]                 // m lets the dot match line ends, or not
    [InlineData(@"\w+", "a\u200Db", "a|b", "a\u200Db")]       // joiners
    public void The_two_syntaxes_differ_where_their_engines_do(string expression, string text, string oniguruma, string fancy) =>
        Assert.Equal((oniguruma, fancy), (Found(expression, text, PatternSyntax.Oniguruma), Found(expression, text, PatternSyntax.Fancy)));

    [Theory]
    [InlineData("(a", "lacks its ')'")]
    [InlineData("a)", "unmatched")]
    [InlineData("[a", "lacks its ']'")]
    [InlineData("*a", "nothing to repeat")]
    [InlineData(@"(a)\1", "not supported")]
    [InlineData(@"\p{Nonsense}", "Nonsense")]
    [InlineData(@"(?<=a*)b", "fixed length")]
    [InlineData(@"(?q)a", "group option 'q'")]
    [InlineData("a{9999}", "repeats")]
    [InlineData("((((a{1000}){1000}){1000}){1000})", "too large")]
    public void A_broken_expression_is_refused_with_the_reason(string expression, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => Found(expression, "", PatternSyntax.Fancy)).Message);

    /// <summary>A second opinion where both mean the same: ASCII text, no possessive parts.</summary>
    [Fact]
    public void On_plain_text_it_matches_as_the_runtimes_expressions_do() =>
        Gen.Select(Expressions(3), Gen.OneOf([.. "ab \n1".Select(Gen.Const)]).Array[0, 12].Select(c => new string(c))).Sample((expression, text) =>
            Assert.Equal(string.Join('|', Regex.Matches(text, expression).Where(m => m.Length > 0).Select(m => m.Value)), Found(expression, text, PatternSyntax.Fancy)), iter: 3000);

    [Theory]
    [InlineData(@"(a+)+$")]
    [InlineData(@"(a|a)*b")]
    [InlineData(@"(a*)*(a*)*b")]
    [InlineData(@"(?:a|aa)+b")]
    public void No_expression_takes_more_than_its_size_times_the_texts(string expression)
    {
        var matches = new List<(int, int)>();
        new Pattern(expression, PatternSyntax.Fancy).Matches(new string('a', 300) + "!", matches);
        Assert.True(matches.Count <= 1);
    }

    private static Gen<string> Expressions(int depth)
    {
        var letters = Gen.OneOf([.. new[] { "a", "b", " ", "1", @"\s", @"\S", @"\w", @"[ab]", "[^a]", ".", @"\d" }.Select(Gen.Const)]);
        var atoms = Gen.OneOf(letters, Gen.OneOf([.. new[] { "(?=a)", @"(?!\s)", "(?<=a)", @"\b" }.Select(Gen.Const)]));
        if (depth == 0) return atoms;
        var inner = Expressions(depth - 1);
        return Gen.Frequency(
            (3, atoms),
            (2, Gen.Select(inner, inner).Select((a, b) => a + b)),
            (1, Gen.Select(inner, inner).Select((a, b) => $"(?:{a}|{b})")),
            (1, Gen.Select(letters, letters, Gen.OneOf([.. new[] { "*", "+", "?", "*?", "+?", "??", "{1,2}", "{2}" }.Select(Gen.Const)])).Select((a, b, q) => $"(?:{a}|{b}a){q}")),
            (1, inner.Select(a => $"(?>{a})")));
    }

    private static string Found(string expression, string text, PatternSyntax syntax)
    {
        var matches = new List<(int Start, int End)>();
        new Pattern(expression, syntax).Matches(text, matches);
        // Where an empty match may stand differs from engine to engine.
        return string.Join('|', matches.Where(m => m.End > m.Start).Select(m => text[m.Start..m.End]));
    }
}
