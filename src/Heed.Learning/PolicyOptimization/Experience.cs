using Heed.Learning.Packing;
using TorchSharp;

namespace Heed.Learning.PolicyOptimization;

/// <summary>A rollout with all that is learned from, token by token (N): log-probabilities before the step, advantages, for a critic the values before the step and the returns, and weights of importance where they are asked for.</summary>
internal sealed record Experience(Segments Answers, AnsweredPrompt[] Items, torch.Tensor Old, torch.Tensor Advantages, torch.Tensor? Values, torch.Tensor? Returns, torch.Tensor? Importance)
{
    /// <summary>Some of the answers, in the order given.</summary>
    public Experience Pick(IReadOnlyList<int> answers)
    {
        var tokens = torch.tensor(Answers.TokensOf(answers));
        return new Experience(Answers.Pick(answers), [.. answers.Select(a => Items[a])], Old.index_select(0, tokens), Advantages.index_select(0, tokens),
            Values?.index_select(0, tokens), Returns?.index_select(0, tokens), Importance?.index_select(0, tokens));
    }

    /// <summary>Parts of at most this many tokens, prompts included.</summary>
    public IEnumerable<Experience> Split(int tokens) => AnswerBatch.Split(Items, tokens).Select(Pick);
}
