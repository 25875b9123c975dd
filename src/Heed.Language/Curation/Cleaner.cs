using System.Text;
using Heed.Language.Texts;

namespace Heed.Language.Curation;

/// <summary>
/// Makes text uniform without changing what it says: one kind of line end, no control characters, Unicode's composed form (NFC). What may
/// be damage is reported, not touched: text decoded with the wrong encoding, and U+FFFD where a decoder gave up.
/// </summary>
public static class Cleaner
{
    public static CleanedText Clean(string text)
    {
        var report = new CleaningReport();
        var plain = NeedsWork(text) ? Rewrite(text, report) : text;
        var composed = UnicodeNormalization.Normalize(plain, NormalizationForm.FormC);
        if (!ReferenceEquals(composed, plain)) report.Composed = true;
        report.Mojibake = Mojibake.Count(composed, out var example);
        report.MojibakeExample = example;
        report.ReplacementCharacters = composed.AsSpan().Count('\uFFFD') - report.LoneSurrogates;
        return new CleanedText(composed, report);
    }

    private static bool NeedsWork(string text)
    {
        foreach (var c in text)
            if (c is (< ' ' and not '\n' and not '\t') or (>= '\x7F' and < '\xA0') or '\uFEFF' || char.IsSurrogate(c)) return true;
        return false;
    }

    private static string Rewrite(string text, CleaningReport report)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '\r':
                    report.LineEnds++;
                    if (i + 1 == text.Length || text[i + 1] != '\n') clean.Append('\n');
                    break;
                case '\u0085' or '\f' or '\v':
                    report.LineEnds++;
                    clean.Append('\n');
                    break;
                case '\uFEFF':
                    report.ByteOrderMarks++;
                    break;
                case (< ' ' and not '\n' and not '\t') or (>= '\x7F' and < '\xA0'):
                    report.ControlCharacters++;
                    break;
                default:
                    i += AppendLetter(text, i, clean, report);
                    break;
            }
        }
        return clean.ToString();
    }

    /// <summary>Appends one letter and says how many units more than one it took; half a pair becomes U+FFFD.</summary>
    private static int AppendLetter(string text, int index, StringBuilder clean, CleaningReport report)
    {
        var c = text[index];
        if (!char.IsSurrogate(c))
        {
            clean.Append(c);
            return 0;
        }
        if (index + 1 < text.Length && char.IsSurrogatePair(c, text[index + 1]))
        {
            clean.Append(text, index, 2);
            return 1;
        }
        report.LoneSurrogates++;
        clean.Append('\uFFFD');
        return 0;
    }
}
