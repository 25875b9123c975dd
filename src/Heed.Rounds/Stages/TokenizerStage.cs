using Heed.Language.Templates;
using Heed.Language.Tokens;
using Heed.Rounds.Files;
using Heed.Rounds.Recipes;

namespace Heed.Rounds.Stages;

/// <summary>Prepared data → a tokenizer folder with the data tokenised: tokenizer.json and its kin, train.tokens, heldout.tokens.</summary>
public static class TokenizerStage
{
    public const string Train = "train.tokens", HeldOut = "heldout.tokens", Result = "result.json";

    /// <param name="data">Folder with train.jsonl and heldout.jsonl.</param>
    /// <param name="template">The chat template to attach; null for none.</param>
    public static TokenizerResult Run(string data, string output, TokenizerRecipe recipe, ChatTemplate? template, StageContext context)
    {
        var training = JsonLines.Read<TextRecord>(Path.Combine(data, DataFiles.Train));
        var started = context.Clock.GetTimestamp();
        var tokenizer = new BytePairTrainer(recipe.Options()).Train(training.Select(t => t.Text));
        var seconds = context.Clock.GetElapsedTime(started).TotalSeconds;
        if (template is not null) tokenizer = template.AttachTo(tokenizer);
        Directory.CreateDirectory(output);
        tokenizer.Save(output);

        var tokens = Write(tokenizer, training, Path.Combine(output, Train));
        var heldOut = Write(tokenizer, JsonLines.Read<TextRecord>(Path.Combine(data, DataFiles.HeldOut)), Path.Combine(output, HeldOut));
        var bytes = training.Sum(t => (long)System.Text.Encoding.UTF8.GetByteCount(t.Text));
        var result = new TokenizerResult(output, tokenizer.VocabularySize, seconds, tokens, heldOut, (double)bytes / tokens);
        JsonLines.WriteDocument(Path.Combine(output, Result), result);
        return result;
    }

    /// <summary>Each document and the end token after it.</summary>
    private static long Write(Tokenizer tokenizer, IReadOnlyList<TextRecord> documents, string path)
    {
        var count = 0L;
        TokenShard.Write(path, tokenizer.EncodeAll(documents.Select(d => d.Text)).Select(ids =>
        {
            count += ids.Length + 1;
            return (int[])[.. ids, tokenizer.EndId!.Value];
        }), tokenizer.VocabularySize);
        return count;
    }
}

/// <param name="Seconds">Spent learning the merges.</param>
public sealed record TokenizerResult(string Folder, int VocabularySize, double Seconds, long TrainTokens, long HeldOutTokens, double BytesPerToken);
