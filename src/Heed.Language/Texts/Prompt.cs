namespace Heed.Language.Texts;

/// <summary>What a model is asked: a conversation whose next turn is the assistant's. The id is stable across runs.</summary>
public sealed record Prompt(string Id, Conversation Conversation);
