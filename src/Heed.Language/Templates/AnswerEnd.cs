using Heed.Language.Texts;

namespace Heed.Language.Templates;

/// <summary>The special token a template writes after an answer, found by letting it lay out one.</summary>
internal static class AnswerEnd
{
    private const string Answer = "An answer laid out to see what follows it";

    public static string? Find(ChatTemplate template, SpecialTokenGuard guard)
    {
        string text;
        try
        {
            text = template.Render(new Conversation([Message.FromUser("A question"), Message.FromAssistant(Answer)]), addGenerationPrompt: false);
        }
        catch (ChatTemplateException e) when (e.Kind is not null)
        {
            return null; // it wants more than two plain messages
        }
        var after = text.LastIndexOf(Answer, StringComparison.Ordinal);
        if (after < 0) return null;
        return guard.Tokens.Select(t => (Token: t, At: text.IndexOf(t, after, StringComparison.Ordinal))).Where(t => t.At >= 0).OrderBy(t => t.At).Select(t => t.Token).FirstOrDefault();
    }
}
