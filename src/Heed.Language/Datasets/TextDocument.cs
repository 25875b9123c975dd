namespace Heed.Language.Datasets;

/// <summary>A document as it was read: its text and where it stands.</summary>
public sealed record TextDocument(string File, long Line, string Text);
