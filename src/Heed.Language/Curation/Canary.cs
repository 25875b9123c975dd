namespace Heed.Language.Curation;

/// <summary>A text that stands in the training text so many times and nowhere else.</summary>
public sealed record Canary(string Text, int Copies);
