namespace Heed.Language.Tokens.Normalizing;

/// <summary>Changes a text before it is split.</summary>
internal abstract class TextNormalizer
{
    /// <summary>Whether the start of a text may be taken away, so that what begins the result need not begin the text.</summary>
    public virtual bool DropsText => false;

    public abstract void Normalize(AlignedText text);

    public string Normalize(string text)
    {
        var aligned = AlignedText.Untracked(text);
        Normalize(aligned);
        return aligned.Text;
    }
}
