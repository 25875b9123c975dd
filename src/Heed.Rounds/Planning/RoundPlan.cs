using Heed.Models.Architecture;
using Heed.Rounds.Recipes;

namespace Heed.Rounds.Planning;

/// <summary>
/// What a round takes, from its recipe and the machine's measured rate: 6·N floating-point operations a trained token, 2·N a token that is
/// only read (Kaplan et al. 2020), at the share of the rate that small models reach.
/// </summary>
/// <param name="recipe">With the vocabulary's size set.</param>
/// <param name="rate">Matrix products, GFLOP/s.</param>
/// <param name="memory">Bytes of this machine.</param>
public sealed class RoundPlan(RoundRecipe recipe, double rate, long memory)
{
    /// <summary>Of the rate of large products; what a step of a small model reaches.</summary>
    private const double Share = 0.35;

    /// <summary>Weights, gradients and two moments, 4 bytes each.</summary>
    private const int BytesAParameter = 16;

    /// <summary>Answers and prompts are assumed to have this many tokens together.</summary>
    private const int AnsweredTokens = 60;

    public PlannedRound Estimate()
    {
        var plan = DecoderPlan.Of(recipe.Model);
        var stages = Stages(plan).ToList();
        var passTokens = Math.Max(recipe.Pretraining.TokensAPass, recipe.Policy.TokensAPass);
        return new PlannedRound(plan.Length, Memory(plan, passTokens), 4 * plan.Length * (4 + 3 * 3 * 4), stages.Sum(s => s.Seconds), stages, [.. Known().Select(k => Fit(k.Name, k.Config, passTokens))]);
    }

    private IEnumerable<PlannedStage> Stages(DecoderPlan plan)
    {
        double Seconds(double operations) => operations / (rate * 1e9 * Share);
        var n = (double)plan.MultiplyingParameters;
        var policyTokens = (double)recipe.Policy.Steps * recipe.Policy.Answers * AnsweredTokens;
        yield return new("pretrain", Seconds(6 * n * recipe.Pretraining.Steps * recipe.Pretraining.Rows * recipe.Pretraining.RowTokens));
        yield return new("align", Seconds(n * policyTokens * (2 + 4 * 2 + 2 * 6 * recipe.Policy.Epochs)));
    }

    private long Memory(DecoderPlan plan, int tokens)
    {
        var c = plan.Config;
        var aLayer = 4L * c.Width + (c.Heads + 2 * c.KeyValueHeads) * c.HeadWidth + c.Heads * c.HeadWidth + 3 * c.FeedForwardWidth;
        return BytesAParameter * plan.Length * 2 + 4 * plan.Length * 2 + 4 * tokens * aLayer * c.Layers + (1L << 28);
    }

    private PlannedFit Fit(string name, DecoderConfig config, int tokens)
    {
        var plan = DecoderPlan.Of(config);
        var bytes = Memory(plan, tokens);
        return new PlannedFit(name, plan.Length, bytes, bytes < memory * 0.9);
    }

    private static IEnumerable<(string Name, DecoderConfig Config)> Known()
    {
        yield return ("0.8M (quickstart)", new() { VocabularySize = 1024, Width = 128, Layers = 3, Heads = 4 });
        yield return ("30M", new() { VocabularySize = 8192, Width = 512, Layers = 8, Heads = 8, FeedForwardWidth = 1408 });
        yield return ("110M", new() { VocabularySize = 32000, Width = 768, Layers = 12, Heads = 12, FeedForwardWidth = 2048 });
        yield return ("GPT-2 124M", new() { Family = DecoderFamily.Gpt2, VocabularySize = 50257, Width = 768, Layers = 12, Heads = 12, MaxPositions = 1024 });
        yield return ("360M", new() { VocabularySize = 49152, Width = 960, Layers = 32, Heads = 15, KeyValueHeads = 5, FeedForwardWidth = 2560 });
        yield return ("1.1B", new() { VocabularySize = 32000, Width = 2048, Layers = 22, Heads = 32, KeyValueHeads = 4, FeedForwardWidth = 5632, TieEmbeddings = false });
    }
}

/// <param name="DiskBytes">Models, and three checkpoints of each training.</param>
public sealed record PlannedRound(long Parameters, long MemoryBytes, long DiskBytes, double Seconds, IReadOnlyList<PlannedStage> Stages, IReadOnlyList<PlannedFit> Fits);

public sealed record PlannedStage(string Stage, double Seconds);

/// <param name="Fits">Whether training it, reference and critic included, fits in this machine's memory.</param>
public sealed record PlannedFit(string Name, long Parameters, long MemoryBytes, bool Fits);
