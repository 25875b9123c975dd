using System.Text;
using Heed.Language.Tokens.Expressions;

namespace Heed.Language.Tokens.Normalizing;

/// <summary>Spells each byte of the text in UTF-8 as its letter.</summary>
internal sealed class ByteLetterNormalizer : TextNormalizer
{
    public override void Normalize(AlignedText text)
    {
        var edit = new TextEdit(text);
        Span<byte> bytes = stackalloc byte[4];
        for (var at = 0; at < text.Text.Length;)
        {
            var rune = new Rune(CodePoints.At(text.Text, at, out var length));
            foreach (var value in bytes[..rune.EncodeToUtf8(bytes)]) edit.Append(ByteLetters.Of(value), at);
            at += length;
        }
        edit.Apply();
    }
}
