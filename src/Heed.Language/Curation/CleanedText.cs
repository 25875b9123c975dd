namespace Heed.Language.Curation;

/// <summary>A text after cleaning, and what was done to it.</summary>
public readonly record struct CleanedText(string Text, CleaningReport Report);
