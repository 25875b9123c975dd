using System.Text;
using CsCheck;
using Heed.Language.Curation;
using Xunit;

namespace Heed.Language.Tests.Curation;

public sealed class CleanerTests
{
    [Theory]
    [InlineData("a\r\nb\rc\u0085d\fe", "a\nb\nc\nd\ne")]
    [InlineData("\uFEFFa\uFEFFb", "ab")]
    [InlineData("a\u0000b\u0007c\u001Fd\u007Fe\u0090f", "abcdef")]
    [InlineData("tab\tand\nline", "tab\tand\nline")]
    [InlineData("e\u0301", "é")]
    [InlineData("whole 😀 pair", "whole 😀 pair")]
    public void Text_is_made_uniform(string given, string expected) => Assert.Equal(expected, Cleaner.Clean(given).Text);

    [Fact]
    public void What_was_changed_is_counted()
    {
        var report = Cleaner.Clean("\uFEFFa\r\nb\u0007\u0008e\u0301\uD800").Report;
        Assert.Equal((1, 1, 2, true, 1), (report.ByteOrderMarks, report.LineEnds, report.ControlCharacters, report.Composed, report.LoneSurrogates));
        Assert.Equal(0, report.ReplacementCharacters);
    }

    [Fact]
    public void Half_a_surrogate_pair_becomes_U_FFFD() => Assert.Equal("a \uFFFD b", Cleaner.Clean("a \uD83D b").Text);

    [Fact]
    public void Clean_text_stays_the_same_string()
    {
        var text = "Plain text,\n\tnothing to do: é 你好.";
        Assert.Same(text, Cleaner.Clean(text).Text);
    }

    [Fact]
    public void Cleaning_twice_is_cleaning_once() =>
        Gen.String.Sample(text => Assert.Equal(Cleaner.Clean(text).Text, Cleaner.Clean(Cleaner.Clean(text).Text).Text));

    /// <summary>The authority is the encoding itself: UTF-8 taken byte by byte as Latin-1.</summary>
    [Theory]
    [InlineData("é")]
    [InlineData("naïve café")]
    [InlineData("Grüße")]
    [InlineData("你好")]
    [InlineData("😀")]
    public void Utf8_read_as_latin1_is_noticed_and_left_alone(string meant)
    {
        var wrong = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(meant));
        Assert.Equal(meant.EnumerateRunes().Count(r => !r.IsAscii), Mojibake.Count(wrong, out var example));
        Assert.Contains($"for '{meant.EnumerateRunes().First(r => !r.IsAscii)}'", example);
    }

    [Fact]
    public void Usual_mojibake_of_quotes_is_noticed_and_stays()
    {
        var (text, report) = Cleaner.Clean("donâ€™t say â€œyesâ€\u009D");
        Assert.Equal("donâ€™t say â€œyesâ€", text);
        Assert.Equal(2, report.Mojibake);
        Assert.Equal("'â€™' for '’'", report.MojibakeExample);
    }

    [Theory]
    [InlineData("„SCHÖN“ – CAFÉ–BAR ‘É’ É…")]
    [InlineData("À la carte, Ångström, Ærø, São Paulo, ÎLE")]
    [InlineData("Привет, мир. Γειά. 你好")]
    public void Honest_letters_are_no_mojibake(string text) => Assert.Equal(0, Mojibake.Count(text, out _));

    [Fact]
    public void A_lost_character_is_noticed_and_left_alone()
    {
        var (text, report) = Cleaner.Clean("caf\uFFFD");
        Assert.Equal(("caf\uFFFD", 1), (text, report.ReplacementCharacters));
    }
}
