using Heed.Learning.Packing;
using Heed.Models.Generation;
using TorchSharp;

namespace Heed.Learning.PolicyOptimization;

/// <summary>B answers of the policy to prompts, N tokens in all; answers to one prompt stand together.</summary>
internal sealed class Rollout
{
    public Rollout(IReadOnlyList<Completion> completions)
    {
        Items = [.. completions.Select(c => new AnsweredPrompt(c.Prompt, c.Tokens))];
        Answers = new Segments(Items.Select(i => i.Answer.Length));
        Sampled = [.. completions.SelectMany(c => c.LogProbs)];
        Ended = [.. completions.Select(c => c.Ended ? 1f : 0f)];
    }

    /// <summary>(B), prompts with answers.</summary>
    public AnsweredPrompt[] Items { get; }

    /// <summary>Borders of the answers.</summary>
    public Segments Answers { get; }

    /// <summary>(N), log-probabilities as they were when the tokens were drawn.</summary>
    public float[] Sampled { get; }

    /// <summary>(B), 1 where the policy ended the answer itself, else 0.</summary>
    public float[] Ended { get; }

    /// <summary><see cref="Ended"/> as a tensor, (B), float32.</summary>
    public torch.Tensor EndedOnes() => torch.tensor(Ended);
}
