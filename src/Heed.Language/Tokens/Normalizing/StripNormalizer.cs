namespace Heed.Language.Tokens.Normalizing;

/// <summary>Drops the white space at either end.</summary>
internal sealed class StripNormalizer(bool left, bool right) : TextNormalizer
{
    public override bool DropsText => left;

    public override void Normalize(AlignedText text)
    {
        var start = left ? text.Text.Length - text.Text.AsSpan().TrimStart().Length : 0;
        var end = right ? Math.Max(start, text.Text.AsSpan().TrimEnd().Length) : text.Text.Length;
        var edit = new TextEdit(text);
        edit.Copy(start, end);
        edit.Apply();
    }
}
