using Heed.Learning.Packing;
using Heed.Models.Generation;
using Heed.Models.Numerics;
using Heed.Models.Training;
using Heed.Runs;

namespace Heed.Learning.PolicyOptimization;

/// <summary>Lets the policy answer prompts. Every answer has a seed of its own, by step and place, so a step can be repeated alone.</summary>
internal sealed class RolloutSampler : IDisposable
{
    private readonly PolicyRecipe _recipe;
    private readonly IReadOnlyList<int[]> _prompts;
    private readonly EpochOrder _order;
    private readonly Generator _generator;
    private readonly SamplingOptions _options;

    public RolloutSampler(PolicyRecipe recipe, Decoder policy, IReadOnlyList<int[]> prompts, IReadOnlyList<int> endIds)
    {
        (_recipe, _prompts) = (recipe, prompts);
        _order = new EpochOrder(recipe.Seed, "policy/prompts", prompts.Count);
        _generator = new Generator(policy, new GeneratorOptions
        {
            Slots = recipe.Answers,
            RowsAStep = Math.Max(512, recipe.Answers),
            Weights = recipe.SamplerWeights ?? (policy.Numbers == NumericType.BFloat16 ? PackedType.BFloat16 : PackedType.Float32),
            Cache = recipe.SamplerCache,
        });
        _options = new SamplingOptions { Temperature = recipe.Temperature, MaxNewTokens = recipe.MaxNewTokens, EndIds = [.. endIds] };
    }

    /// <summary>The answers of a step, with the policy's weights as they are now.</summary>
    public Rollout Respond(long step)
    {
        _generator.Refresh();
        var prompts = _order.Batch(step, _recipe.Answers / _recipe.AnswersAPrompt).SelectMany(p => Enumerable.Repeat(_prompts[p], _recipe.AnswersAPrompt));
        return new Rollout(_generator.Generate([.. prompts.Select((p, i) => new GenerationRequest(p, _options, Random(step, i)))]));
    }

    public void Dispose() => _generator.Dispose();

    private SeededRandom Random(long step, int answer) => new(_recipe.Seed, "policy/answers", step * _recipe.Answers + answer);
}
