using Heed.Language.Texts;

namespace Heed.Language.Datasets;

/// <summary>An answer held good or bad by itself (thumb up or down; KTO).</summary>
public sealed record Thumb(string Id, Conversation Prompt, string Completion, bool Good) : Example(Id);
