using Heed.Language.Texts;
using Heed.Language.Tokens;

namespace Heed.Language.Templates;

/// <summary>
/// How a conversation becomes the text a model reads. The same layout as <see cref="Jinja"/> text goes with the tokenizer, so that other
/// programs lay conversations out alike.
/// </summary>
public abstract record ChatTemplate
{
    /// <summary>The layout as the chat_template of tokenizer_config.json.</summary>
    public abstract string Jinja { get; }

    /// <summary>The special token that ends an answer.</summary>
    public abstract string EndToken { get; init; }

    /// <summary>What stands between the generation prompt and the first word of an answer (a space, where turns look like "Helper: …").</summary>
    public abstract string AnswerLead { get; }

    /// <summary>The template that goes with a tokenizer.</summary>
    /// <exception cref="ChatTemplateException">It has none, or one that Heed cannot read.</exception>
    public static ChatTemplate Of(Tokenizer tokenizer) => tokenizer.Config.ChatTemplate is { } jinja ? FromJinja(jinja)
        : throw new ChatTemplateException("the tokenizer has no chat template; give one when training the tokenizer, or set chat_template in tokenizer_config.json");

    /// <summary>Reads a layout that Heed wrote.</summary>
    /// <exception cref="ChatTemplateException">Some other Jinja text.</exception>
    public static ChatTemplate FromJinja(string jinja) => TurnTemplateJinja.Read(jinja)
        ?? throw new ChatTemplateException($"the chat template is not one of those Heed can read (its own: turns with a text before and after each); it starts with '{jinja[..Math.Min(60, jinja.Length)].ReplaceLineEndings(" ")}'");

    /// <summary>The whole conversation; with the generation prompt it ends where the assistant is to speak.</summary>
    /// <exception cref="ChatTemplateException">A role the template does not know.</exception>
    public string Render(Conversation conversation, bool addGenerationPrompt) =>
        string.Concat(Segments(conversation, addGenerationPrompt).Select(s => s.Text));

    /// <summary>The tokens of a prompt, up to where the assistant is to speak. Special tokens come from the template alone, never from a message.</summary>
    public int[] EncodePrompt(Tokenizer tokenizer, Conversation prompt) => Encode(tokenizer, [.. Segments(prompt, addGenerationPrompt: true)]);

    /// <summary>The tokens of an answer after its prompt, the end token included: what the assistant is to learn.</summary>
    public int[] EncodeAnswer(Tokenizer tokenizer, string answer) =>
        [.. tokenizer.EncodeOrdinary(AnswerLead + ContentTrim.Of(answer)), tokenizer.IdOf(EndToken) ?? throw Lacks(EndToken)];

    /// <summary>The answer in what was decoded after a generation prompt.</summary>
    public string ReadAnswer(string decoded)
    {
        var end = decoded.IndexOf(EndToken, StringComparison.Ordinal);
        return ContentTrim.Of(end < 0 ? decoded : decoded[..end]);
    }

    /// <summary>The tokenizer with this template and its end token.</summary>
    /// <exception cref="ChatTemplateException">The tokenizer lacks a token the template needs.</exception>
    public Tokenizer AttachTo(Tokenizer tokenizer) => tokenizer.IdOf(EndToken) is null ? throw Lacks(EndToken)
        : tokenizer.With(tokenizer.Config with { ChatTemplate = Jinja, EndToken = EndToken });

    /// <summary>The rendered text in pieces: the template's own, and what somebody wrote.</summary>
    internal abstract IEnumerable<Segment> Segments(Conversation conversation, bool addGenerationPrompt);

    // As one text, as other programs do it; only where a message holds the text of a special token piece by piece, so that it stays text.
    private static int[] Encode(Tokenizer tokenizer, IReadOnlyList<Segment> segments)
    {
        var special = tokenizer.AddedTokens.Where(t => t.Special).ToList();
        if (!segments.Any(s => s.Written && special.Any(t => s.Text.Contains(t.Content, StringComparison.Ordinal))))
            return tokenizer.Encode(string.Concat(segments.Select(s => s.Text)));
        return [.. segments.SelectMany(s => s.Written ? tokenizer.EncodeOrdinary(s.Text) : tokenizer.Encode(s.Text))];
    }

    private static ChatTemplateException Lacks(string token) => new($"the chat template ends answers with '{token}', which the tokenizer lacks; train it with this special token");

    /// <param name="Text">A stretch of the rendered text.</param>
    /// <param name="Written">Whether a person or a model wrote it; else it is the template's.</param>
    internal readonly record struct Segment(string Text, bool Written);
}
