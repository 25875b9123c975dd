using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Heed.Language.Tokens;
using Heed.Language.Tokens.Normalizing;
using Xunit;

namespace Heed.Language.Tests.Tokens;

/// <summary>Normalisers that pass over what stays must change what they would change letter by letter.</summary>
public sealed class NormalizerTests
{
    // Ligature, full-width letter, composed letter, a line end of two, a control letter, and of two rules that begin alike the shorter wins.
    private static readonly (string From, string To)[] Rules = [("ﬁ", "fi"), ("Ａ", "A"), ("e\u0301", "é"), ("\r\n", " "), ("\t", " "), ("\u0007", ""), ("½", "1⁄2"), ("ab", "x")];

    private static readonly Gen<string> Texts = Gen.OneOf([.. ((string[])["a", "ab", "E", "e\u0301", "\u0301", "\r", "\n", "\r\n", "\t", " ", "ﬁ", "Ａ", "½", "中", "한", "\u1100\u1161", "\U0001F468\u200D\U0001F469", "\U0001F1EA\U0001F1FA", "\u200D", "\u0600", "İ", "Σ",
        "\u0007", "\u00A0", "\uD800", "\uDC00", "\u2581", "\uFEFF"]).Select(Gen.Const)]).Array[0, 12].Select(string.Concat);

    [Theory]
    [InlineData("aﬁb", "afib")]
    [InlineData("e\u0301", "é")]
    [InlineData("xe\u0301x", "xéx")]
    [InlineData("a\r\nb", "a b")]
    [InlineData("a\u0007b", "ab")]
    [InlineData("abc", "abc")]              // the rule for 'ab' is for one grapheme; these are two
    [InlineData("½Ａ", "1⁄2A")]
    public void A_rule_holds_for_a_whole_grapheme(string text, string expected) => Assert.Equal(expected, Precompiled().Normalize(text));

    [Fact]
    public void Rules_are_held_against_one_grapheme_after_another() => Texts.Sample(text =>
    {
        var normalizer = Precompiled();
        var graphemes = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text.AsSpan(at));
            graphemes.Append(normalizer.Normalize(text.Substring(at, length)));
            at += length;
        }
        Assert.Equal(graphemes.ToString(), normalizer.Normalize(text));
    });

    [Theory]
    [InlineData("Lowercase")]
    [InlineData("Nmt")]
    [InlineData("StripAccents")]
    [InlineData("BertNormalizer")]
    public void Letters_are_changed_each_by_itself(string type) => Texts.Sample(text =>
    {
        // Without accents stripped: to take a letter apart its neighbours matter.
        var normalizer = Read(new JsonObject { ["type"] = type, ["strip_accents"] = false });
        Assert.Equal(string.Concat(text.EnumerateRunes().Select(r => normalizer.Normalize(r.ToString()))), normalizer.Normalize(text));
    });

    private static TextNormalizer Precompiled() => Read(new JsonObject { ["type"] = "Precompiled", ["precompiled_charsmap"] = Convert.ToBase64String(Compiled()) });

    private static TextNormalizer Read(JsonObject json) => NormalizerJson.Read(new ComponentJson("tokenizer.json", "normalizer", json));

    /// <summary>The rules as a double array and the texts that it leads to.</summary>
    private static byte[] Compiled()
    {
        var (units, texts, taken) = (new uint[1 << 12], new List<byte>(), new HashSet<uint> { 0 });
        Node(0, [.. Rules.Select(r => (Encoding.UTF8.GetBytes(r.From), r.To))], 0);
        var table = new byte[units.Length * 4];
        Buffer.BlockCopy(units, 0, table, 0, table.Length);
        return [.. BitConverter.GetBytes(table.Length), .. table, .. texts];

        // A node's children lie at its offset xor their letter, at the offset itself (letter 0) the place of its text.
        void Node(uint at, (byte[] From, string To)[] rules, int depth)
        {
            var (ends, others) = (rules.Where(r => r.From.Length == depth).ToArray(), rules.Where(r => r.From.Length > depth).ToLookup(r => r.From[depth]));
            uint[] letters = [.. ends.Length > 0 ? [0u] : Array.Empty<uint>(), .. others.Select(o => (uint)o.Key)];
            var offset = 1u;
            while (letters.Any(l => taken.Contains(at ^ offset ^ l))) offset++;
            foreach (var letter in letters) taken.Add(at ^ offset ^ letter);
            units[at] |= offset << 10 | (ends.Length > 0 ? 1u << 8 : 0);
            if (ends.Length > 0)
            {
                units[at ^ offset] = 1u << 31 | (uint)texts.Count;
                texts.AddRange([.. Encoding.UTF8.GetBytes(ends[0].To), 0]);
            }
            foreach (var child in others)
            {
                var place = at ^ offset ^ child.Key;
                units[place] = child.Key;
                Node(place, [.. child], depth + 1);
            }
        }
    }
}
