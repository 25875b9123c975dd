using System.Runtime.CompilerServices;
using Heed.Language.Templates.Jinja;
using Heed.Language.Texts;
using Heed.Language.Tokens;

namespace Heed.Language.Templates;

/// <summary>
/// A layout of turns to give a tokenizer that has none: a text at the start, then every message, its white space trimmed, between the two
/// texts of its role. The generation prompt is what stands before an assistant's message, without the spaces at its end.
/// </summary>
public sealed record TurnTemplate
{
    private static readonly ConditionalWeakTable<TurnTemplate, JinjaTemplate> Parsed = [];

    /// <summary>What a conversation starts with.</summary>
    public string Start { get; init; } = "";

    public Turn System { get; init; } = new("", "");

    public Turn User { get; init; } = new("\nUser: ", "");

    /// <summary>What follows an answer must begin with <see cref="EndToken"/>.</summary>
    public Turn Assistant { get; init; } = new("\nHelper: ", "<|endoftext|>");

    /// <summary>The special token that ends an answer.</summary>
    public string EndToken { get; init; } = "<|endoftext|>";

    /// <summary>The layout as the chat_template of tokenizer_config.json.</summary>
    public string Jinja => TurnTemplateJinja.Write(this);

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

    /// <summary>The whole conversation; with the generation prompt it ends where the assistant is to speak.</summary>
    /// <exception cref="ChatTemplateException">A role the template does not know.</exception>
    public string Render(Conversation conversation, bool addGenerationPrompt) =>
        Parsed.GetValue(this, t => JinjaTemplate.Parse(t.Jinja)).Render(ChatInput.Of(conversation, addGenerationPrompt).Variables(new TokenizerConfig()), TimeProvider.System).Text;

    /// <summary>The same layout in a tokenizer's own words: its end token where it lacks this one, and the start token that it puts before texts.</summary>
    public TurnTemplate For(Tokenizer tokenizer)
    {
        var end = tokenizer.IdOf(EndToken) is null && tokenizer.Config.EndToken is { } own ? own : EndToken;
        var start = Start.Length == 0 && tokenizer.StartId is { } id && tokenizer.LeadingSpecial.Contains(id) ? tokenizer.TokenOf(id) : Start;
        return this with { Start = start, EndToken = end, Assistant = Assistant with { After = end + Assistant.After[EndToken.Length..] } };
    }

    /// <summary>The tokenizer with this template and its end token.</summary>
    /// <exception cref="ChatTemplateException">The tokenizer lacks a token the template needs.</exception>
    public Tokenizer AttachTo(Tokenizer tokenizer) => tokenizer.IdOf(EndToken) is null
        ? throw new ChatTemplateException($"the chat template ends answers with '{EndToken}', which the tokenizer lacks; train it with this special token")
        : tokenizer.With(tokenizer.Config with { ChatTemplate = Jinja, EndToken = EndToken });
}
