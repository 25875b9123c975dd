using Heed.Language.Texts;

namespace Heed.Language.Datasets;

/// <summary>A prompt and the answer to learn from it (supervised fine-tuning). The prompt ends before the assistant speaks.</summary>
/// <param name="Answer">The assistant's words, calls of tools, or both.</param>
public sealed record Demonstration(string Id, Conversation Prompt, Message Answer) : Example(Id)
{
    /// <summary>An answer in words alone.</summary>
    public Demonstration(string id, Conversation prompt, string completion) : this(id, prompt, Message.FromAssistant(completion)) { }

    /// <summary>The answer's words; empty where it only calls tools.</summary>
    public string Completion => Answer.Content;
}
