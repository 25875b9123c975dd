using System.Globalization;
using System.Text;
using Heed.Language.Tokens.Expressions;

namespace Heed.Language.Tokens.Normalizing;

/// <summary>What BERT does to a text (Devlin et al. 2019): cleaned, Chinese letters apart, accents stripped, lower case.</summary>
internal static class BertNormalizer
{
    public static TextNormalizer Read(ComponentJson json)
    {
        var lowercase = json.Flag("lowercase", true);
        var steps = new List<TextNormalizer>();
        if (json.Flag("clean_text", true)) steps.Add(new LetterNormalizer(Clean));
        if (json.Flag("handle_chinese_chars", true)) steps.Add(new ChineseLettersApart());
        if (json.OptionalFlag("strip_accents") ?? lowercase)
        {
            steps.Add(new UnicodeFormNormalizer(NormalizationForm.FormD));
            steps.Add(new LetterNormalizer(c => CodePoints.Category(c) == UnicodeCategory.NonSpacingMark ? -1 : c));
        }
        if (lowercase) steps.Add(new LowercaseNormalizer());
        return new NormalizerSequence(steps);
    }

    private static int Clean(int letter)
    {
        if (letter is '\t' or '\n' or '\r') return ' ';
        if (letter is 0 or CodePoints.Replacement) return -1;
        return CodePoints.Category(letter) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate => -1,
            _ => CodePoints.IsWhiteSpace(letter) ? ' ' : letter
        };
    }

    private sealed class ChineseLettersApart : LetterByLetter
    {
        protected override int NextChange(ReadOnlySpan<char> text, int from)
        {
            var found = text[from..].IndexOfAnyInRange('\u3400', '\uFFFF');      // from the first Chinese letter on, halves of pairs with them
            return found < 0 ? text.Length : from + found;
        }

        protected override void Put(int letter, int at, TextEdit edit)
        {
            var chinese = IsChinese(letter);
            if (chinese) edit.Append(' ', at);
            edit.Append(letter, at);
            if (chinese) edit.Append(' ', at);
        }

        private static bool IsChinese(int letter) => letter is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF)
            or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
    }
}
