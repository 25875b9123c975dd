using Heed.Language.Tokens.Expressions;

namespace Heed.Language.Tokens.Normalizing;

/// <summary>Changes each letter by itself. Stretches of letters that stay are found and copied whole.</summary>
internal abstract class LetterByLetter : TextNormalizer
{
    public override void Normalize(AlignedText text)
    {
        var letters = text.Text;
        var at = NextChange(letters, 0);
        if (at == letters.Length) return;
        var edit = new TextEdit(text);
        edit.Copy(0, at);
        while (at < letters.Length)
        {
            Put(CodePoints.At(letters, at, out var length), at, edit);
            var next = NextChange(letters, at + length);
            edit.Copy(at + length, next);
            at = next;
        }
        edit.Apply();
    }

    /// <summary>The first index, from another on, of a letter that may change; the length where there is none. Half of a surrogate pair is such a letter.</summary>
    protected abstract int NextChange(ReadOnlySpan<char> text, int from);

    /// <summary>Appends what stands for a letter.</summary>
    protected abstract void Put(int letter, int at, TextEdit edit);
}
