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
    public static TokenizerResult Run(string data, string output, TokenizerRecipe recipe, TurnTemplate? template, StageContext context)
    {
        var training = JsonLines.Read<TextRecord>(Path.Combine(data, DataFiles.Train));
        var started = context.Clock.GetTimestamp();
        var tokenizer = new BytePairTrainer(recipe.Options()).Train(training.Select(t => t.Text));
        var seconds = context.Clock.GetElapsedTime(started).TotalSeconds;
        if (template is not null) tokenizer = template.AttachTo(tokenizer);
        Directory.CreateDirectory(output);
        tokenizer.Save(output);

        var tokens = TokenShard.Write(Path.Combine(output, Train), training.Select(t => t.Text), tokenizer);
        var heldOut = TokenShard.Write(Path.Combine(output, HeldOut), JsonLines.Read<TextRecord>(Path.Combine(data, DataFiles.HeldOut)).Select(t => t.Text), tokenizer);
        var result = new TokenizerResult(output, tokenizer.VocabularySize, seconds, tokens.Tokens, heldOut.Tokens, tokens.TextBytes / (double)tokens.Tokens, tokens.LostBytes + heldOut.LostBytes);
        JsonLines.WriteDocument(Path.Combine(output, Result), result);
        return result;
    }
}

/// <param name="Seconds">Spent learning the merges.</param>
/// <param name="LostBytes">Bytes of text that the vocabulary has no token for.</param>
public sealed record TokenizerResult(string Folder, int VocabularySize, double Seconds, long TrainTokens, long HeldOutTokens, double BytesPerToken, long LostBytes);
