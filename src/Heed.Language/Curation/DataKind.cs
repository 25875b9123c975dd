namespace Heed.Language.Curation;

/// <summary>What data are prepared for.</summary>
public enum DataKind
{
    /// <summary>Documents to pretrain on.</summary>
    Text,

    /// <summary>Prompts with answers to learn.</summary>
    Demonstrations,

    /// <summary>Prompts with a better and a worse answer.</summary>
    Preferences
}
