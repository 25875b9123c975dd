using Heed.Language.Texts;

namespace Heed.Language.Datasets;

/// <summary>A prompt without an answer (what a policy learns from by answering).</summary>
public sealed record Question(string Id, Conversation Prompt) : Example(Id);
