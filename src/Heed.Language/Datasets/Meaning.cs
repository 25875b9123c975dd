namespace Heed.Language.Datasets;

/// <summary>What the records of a dataset are good for.</summary>
public enum Meaning
{
    /// <summary><see cref="PlainText"/></summary>
    Texts,

    /// <summary><see cref="Question"/></summary>
    Prompts,

    /// <summary><see cref="Demonstration"/></summary>
    Demonstrations,

    /// <summary><see cref="Preference"/></summary>
    Preferences,

    /// <summary><see cref="Thumb"/></summary>
    Thumbs,

    /// <summary><see cref="Ranking"/></summary>
    Rankings,

    /// <summary><see cref="Solution"/></summary>
    Solutions
}
