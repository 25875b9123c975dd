using System.Text.Json;
using Heed.Learning.Optimization;
using Heed.Learning.Packing;
using Heed.Learning.RewardModelling.Likelihoods;
using Heed.Learning.Scoring;
using Heed.Models.Training;
using Heed.Runs;
using TorchSharp;

namespace Heed.Learning.RewardModelling;

/// <summary>Trains a reward model on compared answers by the Bradley–Terry likelihood (Ouyang et al. 2022, arXiv 2203.02155, eq. 1).</summary>
public sealed class RewardTrainer : ITraining, IDisposable
{
    private readonly RewardRecipe _recipe;
    private readonly RewardModel _model;
    private readonly IReadOnlyList<PromptPairs> _prompts;
    private readonly IReadOnlyList<RatedPair> _heldOut;
    private readonly EpochOrder _order;
    private readonly ModelOptimizer _optimizer;
    private readonly BradleyTerry _likelihood = new();
    private readonly SmallRewards _small;
    private readonly CentredRewards _centred;
    private IReadOnlyList<PromptPairs> _batch = [];

    /// <summary>Training that has not begun.</summary>
    /// <param name="recipe">The settings.</param>
    /// <param name="finetuned">The model whose trunk the reward model starts from; not changed.</param>
    /// <param name="pairs">What is learned; a pair of weight 0 is left out.</param>
    /// <param name="heldOut">What is measured on; may be empty.</param>
    public RewardTrainer(RewardRecipe recipe, Decoder finetuned, IReadOnlyList<RatedPair> pairs, IReadOnlyList<RatedPair> heldOut)
    {
        (_recipe, _heldOut) = (recipe, heldOut);
        _prompts = PromptPairs.Of(pairs.Where(p => p.Weight > 0));
        _model = new RewardModel(NewNetwork(recipe, finetuned), recipe.Pooling, RewardScale.None) { TokensAPass = recipe.TokensAPass };
        _order = new EpochOrder(recipe.Seed, "reward/prompts", _prompts.Count);
        _optimizer = new ModelOptimizer(_model.Network, recipe.Optimizer);
        (_small, _centred) = (new SmallRewards { Coefficient = recipe.SmallRewards }, new CentredRewards { Coefficient = recipe.CentredRewards });
    }

    /// <inheritdoc/>
    public string Stage => "reward";

    /// <inheritdoc/>
    public IReadOnlyList<string> Headline { get; } = ["loss", "accuracy", "heldout_accuracy"];

    /// <inheritdoc/>
    public long Steps => (Places + _recipe.Batch - 1) / _recipe.Batch;

    /// <summary>The model as it stands.</summary>
    public RewardModel Model => _model;

    private long Places => Math.Max(1, (long)Math.Round(_recipe.Epochs * _prompts.Count));

    /// <inheritdoc/>
    public StepReport Step(long step)
    {
        _batch = [.. _order.Batch(step, _recipe.Batch, Places).Select(i => _prompts[i])];
        var (weight, pairs) = (_batch.Sum(p => p.Weight), _batch.Sum(p => p.Pairs.Count));
        var (loss, right) = (0.0, 0.0);
        foreach (var micro in AnswerBatch.Split([.. _batch.Select(p => p.Tokens)], _recipe.TokensAPass))
        {
            var part = Learn([.. micro.Select(i => _batch[i])], weight);
            (loss, right) = (loss + part.Loss, right + part.Right);
        }
        if (!double.IsFinite(loss)) throw new NonFiniteLossException(step, "loss", loss);

        var rate = _optimizer.Rate(step, Steps);
        var norm = _optimizer.Update(step, rate);
        return Report(step, new() { ["loss"] = loss, ["accuracy"] = right / pairs, ["gradient_norm"] = norm, ["learning_rate"] = rate, ["pairs"] = pairs, ["prompts"] = _batch.Count });
    }

    /// <inheritdoc/>
    public void Save(string folder) => _optimizer.Save(Path.Combine(folder, "model.state"));

    /// <inheritdoc/>
    public void Restore(string folder) => _optimizer.Restore(Path.Combine(folder, "model.state"));

    /// <inheritdoc/>
    public void WriteBatch(Stream stream) => JsonSerializer.Serialize(stream, _batch.SelectMany(p => p.Pairs));

    /// <summary>How the model does on the held-out pairs; null without any.</summary>
    public RewardEvaluation? Measure() => _heldOut.Count == 0 ? null
        : RewardEvaluation.Of(_heldOut, _model.RawScores([.. _heldOut.Select(p => p.First)]), _model.RawScores([.. _heldOut.Select(p => p.Second)]));

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    /// <summary>The trunk with a head drawn from N(0, 1/(W + 1)) (Stiennon et al. 2020, appendix B).</summary>
    private static Decoder NewNetwork(RewardRecipe recipe, Decoder finetuned)
    {
        var network = finetuned.WithScoreHead(meanPooled: recipe.Pooling == Pooling.Mean);
        var random = new SeededRandom(recipe.Seed, "reward/head");
        foreach (ref var w in network.Weights["score.weight"]) w = (float)(random.NextGaussian() / Math.Sqrt(network.Config.Width + 1));
        return recipe.Adapter is { } adapter ? network.With(adapter, new SeededRandom(recipe.Seed, "reward/adapter"), ownsModel: true) : network;
    }

    private (double Loss, int Right) Learn(PromptPairs[] prompts, double weight)
    {
        using var scope = torch.NewDisposeScope();
        var batch = new AnswerBatch([.. prompts.SelectMany(p => p.Answers)]);
        using var pass = _model.Network.Forward(batch.Tokens, train: true);
        var rewards = _model.Pool(pass, batch);                                                        // (B)
        var (first, second) = Sides(rewards, prompts);                                                 // (P)
        RatedPair[] pairs = [.. prompts.SelectMany(p => p.Pairs)];
        var firstBetter = torch.tensor(pairs.Select(p => (float)p.FirstBetter).ToArray());
        var weights = torch.tensor(pairs.Select(p => (float)p.Weight).ToArray());
        var loss = _likelihood.Compute(first, second, firstBetter, weights, weight)
            + _small.Compute(rewards, _batch.Sum(p => (long)p.Answers.Count)) + _centred.Compute(first, second, _batch.Sum(p => p.Pairs.Count));
        loss.backward();
        pass.Backward();
        var right = ((first > second) == (firstBetter > 0.5)).sum().item<long>();
        return (loss.item<float>(), (int)right);
    }

    /// <summary>The rewards of each pair's two answers.</summary>
    private static (torch.Tensor First, torch.Tensor Second) Sides(torch.Tensor rewards, PromptPairs[] prompts)
    {
        var (first, second, start) = (new List<long>(), new List<long>(), 0);
        foreach (var prompt in prompts)
        {
            first.AddRange(prompt.Sides.Select(s => (long)start + s.First));
            second.AddRange(prompt.Sides.Select(s => (long)start + s.Second));
            start += prompt.Answers.Count;
        }
        return (rewards.index_select(0, torch.tensor(first.ToArray())), rewards.index_select(0, torch.tensor(second.ToArray())));
    }

    private StepReport Report(long step, Dictionary<string, double> figures)
    {
        if (step + 1 == Steps || (_recipe.HeldOutEvery > 0 && (step + 1) % _recipe.HeldOutEvery == 0))
            if (Measure() is { } held)
                (figures["heldout_loss"], figures["heldout_accuracy"], figures["heldout_ceiling"]) = (held.Loss, held.Accuracy, held.Ceiling);
        return new StepReport(figures);
    }
}
