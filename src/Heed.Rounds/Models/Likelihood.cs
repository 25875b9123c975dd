using Heed.Models.Architecture;
using Heed.Models.Training;

namespace Heed.Rounds.Models;

/// <summary>What a model thinks of answers that another one gave.</summary>
internal static class Likelihood
{
    private const int TokensAPass = 8192;

    /// <summary>Log-probability of each answer token under the model, answer by answer.</summary>
    public static float[][] Of(Decoder model, IReadOnlyList<SampledAnswer> answers)
    {
        var result = new float[answers.Count][];
        for (var low = 0; low < answers.Count;)
        {
            var high = low;
            for (var tokens = 0; high < answers.Count && (high == low || tokens + Length(answers[high]) <= TokensAPass); high++) tokens += Length(answers[high]);
            Score(model, answers, low, high, result);
            low = high;
        }
        return result;
    }

    private static void Score(Decoder model, IReadOnlyList<SampledAnswer> answers, int low, int high, float[][] result)
    {
        var batch = PackedBatch.Of([.. Enumerable.Range(low, high - low).Select(i => (int[])[.. answers[i].Prompt, .. answers[i].Tokens])]);
        var rows = new List<int>();
        for (var i = low; i < high; i++)
            rows.AddRange(Enumerable.Range(batch.Starts[i - low] + answers[i].Prompt.Length - 1, answers[i].Tokens.Length));
        using var pass = model.Forward(batch, train: false);
        var (logProbs, _) = pass.Evaluate([.. rows], [.. Enumerable.Range(low, high - low).SelectMany(i => answers[i].Tokens)]);
        for (int i = low, at = 0; i < high; at += answers[i].Tokens.Length, i++) result[i] = logProbs[at..(at + answers[i].Tokens.Length)];
    }

    private static int Length(SampledAnswer answer) => answer.Prompt.Length + answer.Tokens.Length;
}
