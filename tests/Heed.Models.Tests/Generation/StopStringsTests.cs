using CsCheck;
using Heed.Models.Generation;
using Xunit;

namespace Heed.Models.Tests.Generation;

public sealed class StopStringsTests
{
    [Fact]
    public void A_stop_string_across_pieces_is_found_and_never_shown()
    {
        var stops = new StopStrings(["\nUser:"]);
        Assert.Equal("Yes.", stops.Feed("Yes.\nU"));
        Assert.Equal("", stops.Feed("se"));
        Assert.False(stops.Found);
        Assert.Equal("", stops.Feed("r: and more"));
        Assert.True(stops.Found);
    }

    [Fact]
    public void Text_that_only_began_like_a_stop_string_is_shown_later()
    {
        var stops = new StopStrings(["\nUser:"]);
        Assert.Equal("a", stops.Feed("a\nUs"));
        Assert.Equal("\nUsually", stops.Feed("ually"));
    }

    [Fact]
    public void The_earliest_of_several_wins()
    {
        var stops = new StopStrings(["cd", "b"]);
        Assert.Equal("a", stops.Feed("abcd"));
    }

    [Fact]
    public void What_was_held_back_comes_out_at_the_end()
    {
        var stops = new StopStrings(["###"]);
        Assert.Equal("a", stops.Feed("a##"));
        Assert.Equal("##", stops.Flush());
    }

    [Fact]
    public void However_a_text_is_cut_what_is_shown_ends_before_the_first_stop_string() =>
        Gen.Select(Gen.Char["ab#"].Array[0, 40], Gen.Int[1, 5].Array[40], Gen.Char["ab#"].Array[1, 3].Array[1, 3]).Sample((letters, cuts, stopLetters) =>
        {
            var text = new string(letters);
            string[] wanted = [.. stopLetters.Select(s => new string(s))];
            var stops = new StopStrings(wanted);
            var shown = "";
            for (int at = 0, i = 0; at < text.Length; i++)
            {
                var piece = text.Substring(at, Math.Min(cuts[i], text.Length - at));
                shown += stops.Feed(piece);
                at += piece.Length;
            }
            shown += stops.Flush();
            var first = wanted.Select(s => text.IndexOf(s, StringComparison.Ordinal)).Where(i => i >= 0).DefaultIfEmpty(-1).Min();
            // Cut finely, a short stop string may complete before a longer one that begins earlier: then the short one ended it.
            if (first < 0) Assert.Equal(text, shown);
            else Assert.True(text.StartsWith(shown, StringComparison.Ordinal) && wanted.Any(s => text.AsSpan(shown.Length).StartsWith(s)));
            Assert.Equal(first >= 0, stops.Found);
        });
}
