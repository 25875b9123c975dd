using Heed.Evaluation.Likelihood;
using Heed.Language.Tokens;
using Heed.Models.Generation;
using Heed.Models.Training;

namespace Heed.Evaluation.Policies;

/// <summary>Samples one answer a prompt from a model and measures, at temperature 1, its entropy and its KL divergence from a reference.</summary>
/// <param name="tokenizer">Makes text of tokens.</param>
/// <param name="options">How answers are drawn.</param>
/// <param name="seed">Answer i draws from a stream of its own, the same for every model.</param>
public sealed class AnswerSampler(Tokenizer tokenizer, SamplingOptions options, ulong seed)
{
    /// <param name="name">What the model is called in results.</param>
    /// <param name="prompts">Prompts as tokens, up to where the answer begins.</param>
    /// <param name="reference">The model it was trained from; null measures no KL.</param>
    public AnsweringModel Answer(string name, Decoder model, IReadOnlyList<int[]> prompts, Decoder? reference = null, CancellationToken cancellation = default)
    {
        Completion[] completions;
        using (var generator = new Generator(model, new GeneratorOptions { Tokenizer = tokenizer }))
            completions = generator.Generate(prompts, options, seed, cancellation: cancellation);
        ScoredSequence[] sequences = [.. completions.Select(c => new ScoredSequence([.. c.Prompt, .. c.Tokens], c.Prompt.Length))];
        var own = new TokenScorer(model).Score(sequences, cancellation);
        var other = reference is null ? null : new TokenScorer(reference).Score(sequences, cancellation);
        return new AnsweringModel(name, [.. completions.Select((c, i) => new Answer(c.Text ?? tokenizer.Decode(c.Tokens), c.Tokens, c.Ended)
        {
            Entropy = own[i].Entropies.Length == 0 ? null : own[i].Entropies.Average(e => (double)e),
            Kl = other is null ? null : ResponseKl.Of(own[i].LogProbs, other[i].LogProbs).LogRatio,
        })]);
    }
}
