namespace Heed.Learning.Pretraining;

/// <summary>How text becomes rows to learn from.</summary>
public enum PackingKind
{
    /// <summary>
    /// Every row starts where a document starts and holds that document alone; what is longer than a row goes on in further rows. A model
    /// learns to look back for what a document has said: rows that start anywhere teach that far more slowly.
    /// </summary>
    Documents,
    /// <summary>Rows start anywhere in the text, as in nanoGPT.</summary>
    Stream
}
