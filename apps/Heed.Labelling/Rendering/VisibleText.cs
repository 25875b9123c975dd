using System.Text;

namespace Heed.Labelling.Rendering;

/// <summary>
/// Text in which nothing hides: characters that have no width or turn the direction of what follows are written as their code points, for they
/// can make a text read otherwise than it is. Joiners stay between letters that need them (emoji, Persian, Indic scripts).
/// </summary>
public static class VisibleText
{
    private const int JoinerNone = 0x200C, Joiner = 0x200D;

    public static string Of(string text)
    {
        if (!text.EnumerateRunes().Any(IsHidden)) return text;
        var shown = new StringBuilder(text.Length + 16);
        var before = new Rune(' ');
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHidden(rune) && !Joins(rune, before)) shown.Append($"⟨U+{rune.Value:X4}⟩");
            else shown.Append(rune.ToString());
            before = rune;
        }
        return shown.ToString();
    }

    private static bool Joins(Rune rune, Rune before) => rune.Value is JoinerNone or Joiner && before.Value >= 0x300 && !IsHidden(before);

    private static bool IsHidden(Rune rune) => rune.Value is
        (< 0x20 and not '\n' and not '\r' and not '\t') or (>= 0x7F and <= 0x9F) or 0xAD or 0x61C or 0x180E
        or (>= 0x200B and <= 0x200F) or (>= 0x2028 and <= 0x202E) or (>= 0x2060 and <= 0x206F) or 0xFEFF or (>= 0xE0000 and <= 0xE007F);
}
