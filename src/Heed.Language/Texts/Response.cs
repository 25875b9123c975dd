namespace Heed.Language.Texts;

/// <summary>An answer to the prompt of that id, and who gave it (a model's or a person's name).</summary>
public sealed record Response(string PromptId, string Text, string Source);
