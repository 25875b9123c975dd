using System.Text;

namespace Heed.Language.Texts;

/// <summary>
/// The four normalisation forms of Unicode (UAX #15), from tables of our own: the runtime's leave text as it is where no ICU is
/// installed. Lone surrogates stay as they are.
/// </summary>
public static class UnicodeNormalization
{
    /// <summary>The text in a normalisation form; the same string where it is in that form already.</summary>
    public static string Normalize(string text, NormalizationForm form) => Normalize(text, form, null);

    /// <summary>The text in a normalisation form, and for each unit of it the unit of the text it comes from, unless the text is in that form already.</summary>
    internal static string Normalize(string text, NormalizationForm form, List<int>? sources)
    {
        var tables = NormalizationTables.Of(form);
        var at = tables.NextUnsettled(text, 0);
        if (at == text.Length) return text;
        var output = new StringBuilder(text.Length);
        var letters = new List<(int Letter, int Taken)>();
        for (var done = 0; done < text.Length;)
        {
            // From the settled letter before an unsettled one (they may compose) to the next settled one.
            var start = Math.Max(done, LetterBefore(text, at));
            var end = tables.NextSettled(text, at);
            Copy(done, start);
            tables.Append(text, start, end, letters, output, sources);
            done = end;
            at = tables.NextUnsettled(text, end);
            if (at != text.Length) continue;
            Copy(done, text.Length);
            break;
        }
        return output.ToString();

        void Copy(int from, int to)
        {
            output.Append(text, from, to - from);
            for (var i = from; sources is not null && i < to; i++) sources.Add(i);
        }
    }

    /// <summary>Whether the text is in that form.</summary>
    public static bool IsNormalized(string text, NormalizationForm form) => string.Equals(text, Normalize(text, form), StringComparison.Ordinal);

    private static int LetterBefore(string text, int index)
    {
        if (index < 2) return 0;
        return char.IsSurrogatePair(text[index - 2], text[index - 1]) ? index - 2 : index - 1;
    }
}
