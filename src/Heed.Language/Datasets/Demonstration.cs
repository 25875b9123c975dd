using Heed.Language.Texts;

namespace Heed.Language.Datasets;

/// <summary>A prompt and the answer to learn from it (supervised fine-tuning). The prompt ends before the assistant speaks.</summary>
public sealed record Demonstration(string Id, Conversation Prompt, string Completion) : Example(Id);
