using Heed.Language.Tokens;
using Heed.Models.Checkpoints;

namespace Heed.Rounds.Models;

/// <summary>What is odd about a model and the tokenizer beside it.</summary>
public static class TokenizerNotes
{
    public static IEnumerable<string> Of(string folder)
    {
        if (Tokenizer.FileIn(folder) is null) yield break;
        var (tokenizer, problem) = Opened(folder);
        if (tokenizer is null)
        {
            yield return $"the tokenizer cannot be read: {problem}";
            yield break;
        }
        var rows = HuggingFaceFolder.LoadConfig(folder).VocabularySize;
        if (tokenizer.VocabularySize > rows)
            yield return $"the tokenizer has {tokenizer.VocabularySize} tokens and the model {rows}: training adds rows for the others, or 'heed model convert --vocabulary-size {tokenizer.VocabularySize}' does";
        if (DoublesStart(tokenizer))
            yield return "the chat template begins with the start token and the tokenizer adds it too: a text of the template must be encoded without special tokens, or it begins twice";
    }

    private static (Tokenizer? Tokenizer, string? Problem) Opened(string folder)
    {
        try
        {
            return (Tokenizer.Load(folder), null);
        }
        catch (TokenizerException unreadable)
        {
            return (null, unreadable.Message);
        }
    }

    private static bool DoublesStart(Tokenizer tokenizer) => tokenizer.StartId is { } start && tokenizer.Config.ChatTemplate is { } template
        && (template.Contains("bos_token", StringComparison.Ordinal) || template.Contains(tokenizer.TokenOf(start), StringComparison.Ordinal))
        && tokenizer.Encode("a") is [var first, ..] && first == start;
}
