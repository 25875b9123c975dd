using System.Globalization;
using System.Text;
using CsCheck;
using Heed.Language.Texts;
using Xunit;

namespace Heed.Language.Tests.Texts;

public sealed class UnicodeNormalizationTests
{
    private static readonly NormalizationForm[] Forms = [NormalizationForm.FormC, NormalizationForm.FormD, NormalizationForm.FormKC, NormalizationForm.FormKD];

    // Letters, marks of several classes, Hangul, compatibility letters, letters beyond U+FFFF, lone surrogates.
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Char['a', 'z'].Select(c => c.ToString()), Gen.Char['\u00C0', '\u01FF'].Select(c => c.ToString()), Gen.Char['\u0300', '\u0345'].Select(c => c.ToString()),
        Gen.Char['\u1100', '\u11FF'].Select(c => c.ToString()), Gen.Char['\uAC00', '\uAC40'].Select(c => c.ToString()), Gen.Char['\uFB00', '\uFDFF'].Select(c => c.ToString()),
        Gen.Int[0x1D100, 0x1D200].Select(char.ConvertFromUtf32), Gen.Char['\uD800', '\uDFFF'].Select(c => c.ToString())).List[0, 12].Select(string.Concat);

    /// <summary>Source: Unicode's NormalizationTest.txt; the file says which part of it.</summary>
    [Fact]
    public void All_four_forms_are_those_of_the_conformance_test()
    {
        using var reader = new StreamReader(typeof(UnicodeNormalizationTests).Assembly.GetManifestResourceStream("normalization-cases.txt")!);
        var cases = 0;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            cases++;
            var columns = line.Split(';').Select(Letters).ToArray();
            for (var form = 0; form < 4; form++) Assert.Equal(columns[1 + form], UnicodeNormalization.Normalize(columns[0], Forms[form]));
        }
        Assert.True(cases > 500);
    }

    [Fact]
    public void Normalising_twice_is_normalising_once() =>
        Texts.Sample(text =>
        {
            foreach (var form in Forms)
            {
                var once = UnicodeNormalization.Normalize(text, form);
                Assert.Equal(once, UnicodeNormalization.Normalize(once, form));
            }
        });

    [Fact]
    public void Composed_and_decomposed_text_lead_to_each_other() =>
        Texts.Sample(text =>
        {
            var (composed, decomposed) = (UnicodeNormalization.Normalize(text, NormalizationForm.FormC), UnicodeNormalization.Normalize(text, NormalizationForm.FormD));
            Assert.Equal(composed, UnicodeNormalization.Normalize(decomposed, NormalizationForm.FormC));
            Assert.Equal(decomposed, UnicodeNormalization.Normalize(composed, NormalizationForm.FormD));
        });

    [Fact]
    public void Text_in_the_form_already_is_returned_as_it_is()
    {
        var text = "Grüße, 你好, 한국어, 😀";
        Assert.Same(text, UnicodeNormalization.Normalize(text, NormalizationForm.FormC));
        Assert.True(UnicodeNormalization.IsNormalized(text, NormalizationForm.FormC));
        Assert.False(UnicodeNormalization.IsNormalized("e\u0301", NormalizationForm.FormC));
    }

    private static string Letters(string column) => string.Concat(column.Split(' ').Select(c => char.ConvertFromUtf32(int.Parse(c, NumberStyles.HexNumber))));
}
