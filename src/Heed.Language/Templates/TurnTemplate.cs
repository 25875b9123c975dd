using Heed.Language.Texts;

namespace Heed.Language.Templates;

/// <summary>
/// A template of turns: a text at the start, then every message, its white space trimmed, between the two texts of its role. The
/// generation prompt is what stands before an assistant's message, without the spaces at its end.
/// </summary>
public sealed record TurnTemplate : ChatTemplate
{
    /// <summary>What a conversation starts with.</summary>
    public string Start { get; init; } = "";

    public Turn System { get; init; } = new("", "");

    public Turn User { get; init; } = new("\nUser: ", "");

    /// <summary>What follows an answer must begin with <see cref="EndToken"/>.</summary>
    public Turn Assistant { get; init; } = new("\nHelper: ", "<|endoftext|>");

    public override string EndToken { get; init; } = "<|endoftext|>";

    public override string Jinja => TurnTemplateJinja.Write(this);

    public override string AnswerLead => Assistant.Before[GenerationPrompt.Length..];

    /// <summary>The text after which the assistant speaks.</summary>
    public string GenerationPrompt => Assistant.Before.TrimEnd(' ');

    /// <summary>Lines that start with a name: <c>\nUser: …\nHelper: …</c>, the system's message before them as it is.</summary>
    public static TurnTemplate Plain(string user = "User", string assistant = "Helper", string endToken = "<|endoftext|>") => new()
    {
        User = new Turn($"\n{user}: ", ""),
        Assistant = new Turn($"\n{assistant}: ", endToken),
        EndToken = endToken
    };

    /// <summary>Dialogues as in Anthropic's HH data (Bai et al. 2022): <c>\n\nHuman: …\n\nAssistant: …</c>.</summary>
    public static TurnTemplate HumanAssistant(string endToken = "<|endoftext|>") => new()
    {
        User = new Turn("\n\nHuman: ", ""),
        Assistant = new Turn("\n\nAssistant: ", endToken),
        EndToken = endToken
    };

    /// <summary>Turns between <c>&lt;|im_start|&gt;role</c> and <c>&lt;|im_end|&gt;</c>; both must be special tokens.</summary>
    public static TurnTemplate ChatMl { get; } = new()
    {
        System = new Turn("<|im_start|>system\n", "<|im_end|>\n"),
        User = new Turn("<|im_start|>user\n", "<|im_end|>\n"),
        Assistant = new Turn("<|im_start|>assistant\n", "<|im_end|>\n"),
        EndToken = "<|im_end|>"
    };

    internal override IEnumerable<Segment> Segments(Conversation conversation, bool addGenerationPrompt)
    {
        if (Start.Length > 0) yield return new Segment(Start, Written: false);
        foreach (var message in conversation.Messages)
        {
            var turn = Of(message.Role);
            yield return new Segment(turn.Before, Written: false);
            yield return new Segment(ContentTrim.Of(message.Content), Written: true);
            yield return new Segment(turn.After, Written: false);
        }
        if (addGenerationPrompt) yield return new Segment(GenerationPrompt, Written: false);
    }

    private Turn Of(string role) => role switch
    {
        Roles.System => System,
        Roles.User => User,
        Roles.Assistant => Assistant,
        _ => throw new ChatTemplateException($"a message has the role '{role}'; this template knows {Roles.System}, {Roles.User} and {Roles.Assistant}")
    };
}
