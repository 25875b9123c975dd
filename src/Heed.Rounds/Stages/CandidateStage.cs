using Heed.Models.Generation;
using Heed.Rounds.Files;
using Heed.Rounds.Models;
using Heed.Rounds.Recipes;

namespace Heed.Rounds.Stages;

/// <summary>prompts.jsonl and a model → candidates.jsonl: several sampled answers to each prompt.</summary>
public static class CandidateStage
{
    public static CandidateResult Run(string model, string prompts, string output, CandidateRecipe recipe, ulong seed, StageContext context)
    {
        using var folder = ModelFolder.Load(model);
        var asked = FittingPrompts.Read(prompts, folder, recipe.MaxNewTokens, context);
        if (recipe.Prompts > 0) asked = [.. asked.Take(recipe.Prompts)];
        var started = context.Clock.GetTimestamp();
        var options = new SamplingOptions { Temperature = recipe.Temperature, MaxNewTokens = recipe.MaxNewTokens };
        var answers = folder.Respond(asked.Select(p => p.Conversation()), options, seed, recipe.Answers, context.Cancellation);
        var seconds = context.Clock.GetElapsedTime(started).TotalSeconds;

        JsonLines.Write(output, asked.Select((p, i) => new CandidateRecord(p.Id, p.Messages,
            [.. answers.Skip(i * recipe.Answers).Take(recipe.Answers).Select(a => a.Answer)])
        { Tools = p.Tools, Variables = p.Variables }));
        var tokens = answers.Sum(a => (long)a.Tokens.Length);
        return new CandidateResult(output, asked.Count, answers.Length, tokens, tokens / Math.Max(1e-9, seconds), answers.Average(a => a.Answer.Ended ? 1.0 : 0));
    }
}

/// <param name="File">candidates.jsonl</param>
/// <param name="EndedShare">Answers that the model ended by itself.</param>
public sealed record CandidateResult(string File, int Prompts, int Answers, long Tokens, double TokensPerSecond, double EndedShare);
