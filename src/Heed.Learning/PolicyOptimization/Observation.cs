using Heed.Learning.Packing;
using Heed.Learning.Scoring;
using Heed.Models.Training;
using TorchSharp;

namespace Heed.Learning.PolicyOptimization;

/// <summary>What the models say of a rollout before anything is learned from it, computed without keeping activations.</summary>
/// <param name="Old">(N), log-probabilities of the policy, computed by the trainer, not by the sampler.</param>
/// <param name="Reference">(N), log-probabilities of the reference.</param>
/// <param name="Values">(N), the critic's; null without one.</param>
/// <param name="Scores">(B), normalised scores of the reward model.</param>
/// <param name="Entropy">Mean entropy of the policy over the tokens, nats.</param>
/// <param name="Gap">Largest difference of a log-probability between sampling and scoring.</param>
/// <param name="MeanGap">Mean of the differences' sizes.</param>
internal sealed record Observation(torch.Tensor Old, torch.Tensor Reference, torch.Tensor? Values, torch.Tensor Scores, double Entropy, double Gap, double MeanGap)
{
    /// <summary>Asks every model.</summary>
    public static Observation Of(Rollout rollout, Decoder policy, Decoder reference, Critic? critic, RewardModel reward, PolicyRecipe recipe)
    {
        var tokens = rollout.Answers.Tokens;
        var (old, entropies, references, values) = (new float[tokens], new float[tokens], new float[tokens], new float[tokens]);
        foreach (var part in AnswerBatch.Split(rollout.Items, recipe.TokensAPass))
        {
            var batch = new AnswerBatch([.. part.Select(i => rollout.Items[i])]);
            var at = rollout.Answers.Starts[part[0]];
            Fill(policy, batch, recipe.Temperature, old.AsSpan(at), entropies.AsSpan(at));
            Fill(reference, batch, recipe.Temperature, references.AsSpan(at), []);
            critic?.Fill(batch, values.AsSpan(at));
        }
        var scores = torch.tensor(reward.Score(rollout.Items)).to(torch.float32);
        double[] gaps = [.. old.Zip(rollout.Sampled, (a, b) => Math.Abs((double)a - b))];
        return new Observation(torch.tensor(old), torch.tensor(references), critic is null ? null : torch.tensor(values), scores, entropies.Average(e => (double)e), gaps.Max(), gaps.Average());
    }

    private static void Fill(Decoder model, AnswerBatch batch, double temperature, Span<float> logProbs, Span<float> entropies)
    {
        using var pass = model.Forward(batch.Tokens, train: false);
        var seen = pass.Evaluate(batch.Predicting, batch.Targets, (float)temperature);
        seen.LogProbs.CopyTo(logProbs);
        if (entropies.Length > 0) seen.Entropies.CopyTo(entropies);
    }
}
