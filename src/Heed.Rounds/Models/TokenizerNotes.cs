using Heed.Language.Tokens;
using Heed.Models.Checkpoints;

namespace Heed.Rounds.Models;

/// <summary>What is odd about a model and the tokenizer beside it.</summary>
public static class TokenizerNotes
{
    public static IEnumerable<string> Of(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "tokenizer.json"))) yield break;
        var (tokenizer, rows) = (Tokenizer.Load(folder), HuggingFaceFolder.LoadConfig(folder).VocabularySize);
        if (tokenizer.VocabularySize > rows)
            yield return $"the tokenizer has {tokenizer.VocabularySize} tokens and the model {rows}: training adds rows for the others, or 'heed model convert --vocabulary-size {tokenizer.VocabularySize}' does";
        if (DoublesStart(tokenizer))
            yield return "the chat template begins with the start token and the tokenizer adds it too: a text of the template must be encoded without special tokens, or it begins twice";
    }

    private static bool DoublesStart(Tokenizer tokenizer) => tokenizer.StartId is { } start && tokenizer.Config.ChatTemplate is { } template
        && (template.Contains("bos_token", StringComparison.Ordinal) || template.Contains(tokenizer.TokenOf(start), StringComparison.Ordinal))
        && tokenizer.Encode("a") is [var first, ..] && first == start;
}
