namespace Heed.Language.Datasets;

/// <summary>A text that nobody asked for (pretraining).</summary>
public sealed record PlainText(string Id, string Text) : Example(Id);
