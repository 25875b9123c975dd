using System.Text;

namespace Heed.Language.Tokens.Normalizing;

/// <summary>Each letter in lower case, whatever stands around it (a final sigma is none).</summary>
internal sealed class LowercaseNormalizer : LetterByLetter
{
    private static readonly UnchangedAscii Unchanged = new(c => !char.IsAsciiLetterUpper(c));

    protected override int NextChange(ReadOnlySpan<char> text, int from) => Unchanged.End(text, from);

    protected override void Put(int letter, int at, TextEdit edit)
    {
        // The one letter whose lower case is two.
        if (letter == 0x130) edit.Append("i\u0307", at);
        else edit.Append(Rune.ToLowerInvariant(new Rune(letter)).Value, at);
    }
}
