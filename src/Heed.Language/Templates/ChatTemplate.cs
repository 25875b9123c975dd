using Heed.Language.Templates.Jinja;
using Heed.Language.Texts;
using Heed.Language.Tokens;

namespace Heed.Language.Templates;

/// <summary>
/// How a conversation becomes the text and the tokens a model reads: the Jinja template that goes with its tokenizer, whoever wrote it.
/// Special tokens come from the template alone, never from what somebody wrote in a message.
/// </summary>
public sealed class ChatTemplate
{
    private readonly Tokenizer _tokenizer;
    private readonly TimeProvider _clock;
    private readonly SpecialTokenGuard _guard;
    private readonly Dictionary<string, JinjaTemplate> _named;
    private readonly Lazy<Tokenizer> _whole;

    private ChatTemplate(Tokenizer tokenizer, Dictionary<string, JinjaTemplate> named, TimeProvider clock)
    {
        (_tokenizer, _named, _clock) = (tokenizer, named, clock);
        _guard = new SpecialTokenGuard(tokenizer);
        _whole = new Lazy<Tokenizer>(() => tokenizer.With(truncation: null, padding: null));
        EndToken = AnswerEnd.Find(this, _guard) ?? tokenizer.Config.EndToken;
    }

    /// <summary>The special token that ends an answer: the first the template writes after one, else the tokenizer's own; null where there is none.</summary>
    public string? EndToken { get; }

    /// <summary>The template that goes with a tokenizer.</summary>
    /// <param name="clock">What strftime_now asks; null: the system's.</param>
    /// <exception cref="ChatTemplateException">It has none, or one that is no Jinja: the message names line and column.</exception>
    public static ChatTemplate Of(Tokenizer tokenizer, TimeProvider? clock = null)
    {
        var named = tokenizer.Config.NamedChatTemplates.ToDictionary(t => t.Key, t => JinjaTemplate.Parse(t.Value));
        if (tokenizer.Config.ChatTemplate is { } jinja) named[TokenizerConfig.DefaultTemplate] = JinjaTemplate.Parse(jinja);
        if (named.Count == 0)
            throw new ChatTemplateException("the tokenizer has no chat template; give one when training the tokenizer, or put chat_template.jinja beside tokenizer.json");
        return new ChatTemplate(tokenizer, named, clock ?? TimeProvider.System);
    }

    /// <summary>Whether a folder holds one, in tokenizer_config.json or in a file of its own; nothing else is read.</summary>
    public static bool IsIn(string folder) => TokenizerFiles.HasTemplate(folder);

    /// <summary>The text for an input of any form: tools, documents, messages with parts.</summary>
    /// <exception cref="ChatTemplateException">The template refuses the conversation, or fails on it.</exception>
    public RenderedText Render(ChatInput input) => Chosen(input).Render(input.Variables(_tokenizer.Config), _clock);

    /// <summary>The whole conversation; with the generation prompt it ends where the assistant is to speak.</summary>
    /// <exception cref="ChatTemplateException">The template refuses the conversation, or fails on it.</exception>
    public string Render(Conversation conversation, bool addGenerationPrompt) => Render(ChatInput.Of(conversation, addGenerationPrompt)).Text;

    /// <summary>The text and all its tokens, with the assistant's marked. Special tokens are recognised wherever they stand.</summary>
    public ChatTokens Encode(ChatInput input)
    {
        var rendered = Render(input);
        var encoded = _whole.Value.Annotate(rendered.Text, addSpecial: false);
        return new ChatTokens(rendered.Text, encoded.Ids, AssistantMask.Of(rendered, encoded));
    }

    /// <summary>What to tell the user where the template writes the start token that the tokenizer puts before every text too; else null.</summary>
    public string? DoubledStart(Conversation conversation)
    {
        if (_tokenizer.Config.StartToken is not { Length: > 0 } start || _tokenizer.StartId is not { } id || !_tokenizer.LeadingSpecial.Contains(id)) return null;
        return !Render(conversation, addGenerationPrompt: true).StartsWith(start, StringComparison.Ordinal) ? null
            : $"warning: the chat template begins with {start}, which the tokenizer puts before every text too; Heed encodes a laid-out conversation with one. A program that encodes it with special tokens gets two.";
    }

    /// <summary>The tokens of a prompt, up to where the assistant is to speak.</summary>
    public int[] EncodePrompt(Conversation prompt) => Encode(Guarded(prompt, addGenerationPrompt: true));

    /// <summary>The tokens of an answer after its prompt, the end token included: what the assistant is to learn.</summary>
    public int[] EncodeAnswer(Conversation prompt, string answer) => Split(prompt, answer).Answer;

    /// <summary>A prompt and an answer to it as tokens, and whether the template keeps the prompt's text once the answer follows.</summary>
    public AnsweredText Split(Conversation prompt, string answer) => Split(prompt, Message.FromAssistant(answer));

    /// <summary>The same for an answer that may call tools.</summary>
    /// <exception cref="ChatTemplateException">The template leaves the calls out.</exception>
    public AnsweredText Split(Conversation prompt, Message answer)
    {
        var before = Guarded(prompt, addGenerationPrompt: true);
        var answered = Guarded(prompt.With(answer), addGenerationPrompt: false);
        if (answer.ToolCalls is not null && answered == Guarded(prompt.With(answer with { ToolCalls = null }), addGenerationPrompt: false))
            throw new ChatTemplateException("the chat template leaves calls of tools out, so the model would learn to say nothing there; take a model whose template knows tool_calls, or data without them");
        var turn = AnswerTurn.Find(before, answered, _guard.Protect(answer.Content.Trim()), EndToken);
        var head = Encode(before);
        // Tokens of the whole where they begin with the prompt's: some tokenizers treat the start of a text in their own way.
        var whole = Encode(before + turn.Text);
        var tail = whole.AsSpan().StartsWith(head) ? whole[head.Length..] : Encode(turn.Text);
        return new AnsweredText(head, tail, turn.KeepsPrompt);
    }

    /// <summary>The first assistant's turn (its index among the messages) whose text is another once more follows, or null: training on it would teach what is never asked.</summary>
    public int? FirstUnkeptTurn(Conversation conversation)
    {
        var whole = Render(conversation, addGenerationPrompt: false);
        for (var i = 0; i < conversation.Messages.Count; i++)
        {
            if (conversation.Messages[i].Role != Roles.Assistant) continue;
            var before = Render(conversation with { Messages = [.. conversation.Messages.Take(i)] }, addGenerationPrompt: true);
            if (!whole.StartsWith(before, StringComparison.Ordinal)) return i;
        }
        return null;
    }

    /// <summary>The answer in what was decoded after a generation prompt.</summary>
    public string ReadAnswer(string decoded)
    {
        var end = EndToken is null ? -1 : decoded.IndexOf(EndToken, StringComparison.Ordinal);
        return ContentTrim.Of(end < 0 ? decoded : decoded[..end]);
    }

    private string Guarded(Conversation conversation, bool addGenerationPrompt) => Render(ChatInput.Of(conversation with
    {
        Messages = [.. conversation.Messages.Select(m => m with { Content = _guard.Protect(m.Content), ToolCalls = Protected(m.ToolCalls), Other = Protected(m.Other) })],
        Tools = Protected(conversation.Tools),
        Variables = Protected(conversation.Variables)
    }, addGenerationPrompt)).Text;

    private string? Protected(string? json) => json is null ? null : _guard.Protect(json);

    private int[] Encode(string guarded) => _guard.Encode(guarded);

    // As transformers chooses among several: tool_use where there are tools, else the default.
    private JinjaTemplate Chosen(ChatInput input)
    {
        if (input.Tools is not null && _named.TryGetValue("tool_use", out var forTools)) return forTools;
        return _named.TryGetValue(TokenizerConfig.DefaultTemplate, out var usual) ? usual
            : throw new ChatTemplateException($"the tokenizer has several chat templates ({string.Join(", ", _named.Keys)}) but none is called {TokenizerConfig.DefaultTemplate}");
    }
}

/// <param name="KeepsPrompt">Whether the text of prompt and answer begins with the prompt's own text.</param>
public sealed record AnsweredText(int[] Prompt, int[] Answer, bool KeepsPrompt);
