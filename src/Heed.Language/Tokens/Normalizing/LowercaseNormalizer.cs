using System.Text;
using Heed.Language.Tokens.Expressions;

namespace Heed.Language.Tokens.Normalizing;

/// <summary>Each letter in lower case, whatever stands around it (a final sigma is none).</summary>
internal sealed class LowercaseNormalizer : TextNormalizer
{
    public override void Normalize(AlignedText text)
    {
        var edit = new TextEdit(text);
        for (var at = 0; at < text.Text.Length;)
        {
            var letter = CodePoints.At(text.Text, at, out var length);
            // The one letter whose lower case is two.
            if (letter == 0x130) edit.Append("i\u0307", at);
            else edit.Append(Rune.ToLowerInvariant(new Rune(letter)).Value, at);
            at += length;
        }
        edit.Apply();
    }
}
