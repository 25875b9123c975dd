using System.Text;

namespace Heed.Language.Texts;

/// <summary>
/// The four normalisation forms of Unicode (UAX #15), from tables of our own: the runtime's leave text as it is where no ICU is
/// installed. Lone surrogates stay as they are.
/// </summary>
public static class UnicodeNormalization
{
    /// <summary>The text in a normalisation form; the same string where it is in that form already.</summary>
    public static string Normalize(string text, NormalizationForm form)
    {
        var tables = NormalizationTables.Of(form);
        var at = tables.NextUnsettled(text, 0);
        if (at == text.Length) return text;
        var output = new StringBuilder(text.Length);
        var letters = new List<int>();
        for (var done = 0; done < text.Length;)
        {
            // From the settled letter before an unsettled one (they may compose) to the next settled one.
            var start = Math.Max(done, LetterBefore(text, at));
            var end = tables.NextSettled(text, at);
            output.Append(text, done, start - done);
            tables.Append(text.AsSpan(start, end - start), letters, output);
            done = end;
            at = tables.NextUnsettled(text, end);
            if (at != text.Length) continue;
            output.Append(text, done, text.Length - done);
            break;
        }
        return output.ToString();
    }

    /// <summary>Whether the text is in that form.</summary>
    public static bool IsNormalized(string text, NormalizationForm form) => string.Equals(text, Normalize(text, form), StringComparison.Ordinal);

    private static int LetterBefore(string text, int index)
    {
        if (index < 2) return 0;
        return char.IsSurrogatePair(text[index - 2], text[index - 1]) ? index - 2 : index - 1;
    }
}
