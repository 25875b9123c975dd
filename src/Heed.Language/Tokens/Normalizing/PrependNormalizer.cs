namespace Heed.Language.Tokens.Normalizing;

/// <summary>Puts a text before every text that is not empty.</summary>
internal sealed class PrependNormalizer(string prefix) : TextNormalizer
{
    public override void Normalize(AlignedText text)
    {
        if (text.Text.Length == 0) return;
        var edit = new TextEdit(text);
        edit.Append(prefix, 0);
        edit.Copy(0, text.Text.Length);
        edit.Apply();
    }
}
