using Heed.Learning.Optimization;
using Heed.Learning.Packing;
using Heed.Learning.PolicyOptimization.Losses;
using Heed.Models.Training;
using Heed.Runs;
using TorchSharp;

namespace Heed.Learning.PolicyOptimization;

/// <summary>Learns from one rollout: epochs of minibatches, each one update of the policy and of its critic.</summary>
internal sealed class PolicyUpdate
{
    private readonly PolicyRecipe _recipe;
    private readonly Decoder _policy;
    private readonly Critic? _critic;
    private readonly ClippedPolicy _policyLoss;
    private readonly ClippedValue _valueLoss;
    private readonly Aggregation _aggregation;
    private readonly TokenMean _tokenMean = new();
    private readonly ModelOptimizer _policyOptimizer;
    private readonly ModelOptimizer? _criticOptimizer;

    public PolicyUpdate(PolicyRecipe recipe, Decoder policy, Critic? critic)
    {
        (_recipe, _policy, _critic) = (recipe, policy, critic);
        _policyLoss = new ClippedPolicy { ClipLow = recipe.ClipLow, ClipHigh = recipe.ClipHigh, DualClip = recipe.DualClip };
        _valueLoss = new ClippedValue { Clip = recipe.ValueClip };
        _aggregation = recipe.Aggregation switch
        {
            LossAggregation.AnswerMean => new AnswerMean(),
            LossAggregation.FixedLength => new FixedLengthMean(recipe.MaxNewTokens),
            _ => _tokenMean
        };
        _policyOptimizer = new ModelOptimizer(policy, recipe.Optimizer);
        _criticOptimizer = critic is null || SharesTrunk ? null : new ModelOptimizer(critic.Network, recipe.Critic);
    }

    private bool SharesTrunk => _critic is not null && ReferenceEquals(_critic.Network, _policy);

    /// <summary>The policy's learning rate in a step.</summary>
    public double Rate(long step) => _policyOptimizer.Rate(step, _recipe.Steps);

    /// <summary>All updates of a step.</summary>
    public UpdateFigures Run(long step, Experience experience)
    {
        var figures = new UpdateFigures();
        for (var epoch = 0; epoch < _recipe.Epochs; epoch++)
            foreach (var answers in Shuffled(step, epoch, experience.Answers.Count))
                Learn(step, experience.Pick(answers), figures);
        return figures;
    }

    public void Save(string folder)
    {
        _policyOptimizer.Save(Path.Combine(folder, "policy.state"));
        _criticOptimizer?.Save(Path.Combine(folder, "critic.state"));
    }

    public void Restore(string folder)
    {
        _policyOptimizer.Restore(Path.Combine(folder, "policy.state"));
        _criticOptimizer?.Restore(Path.Combine(folder, "critic.state"));
    }

    private IEnumerable<int[]> Shuffled(long step, int epoch, int answers)
    {
        int[] order = [.. Enumerable.Range(0, answers)];
        new SeededRandom(_recipe.Seed, "policy/minibatches", step * _recipe.Epochs + epoch).Shuffle<int>(order);
        return order.Chunk((answers + _recipe.Minibatches - 1) / _recipe.Minibatches);
    }

    private void Learn(long step, Experience minibatch, UpdateFigures figures)
    {
        foreach (var part in minibatch.Split(_recipe.TokensAPass))
        {
            using var scope = torch.NewDisposeScope();
            var batch = new AnswerBatch(part.Items);
            LearnPolicy(batch, part, minibatch.Answers, figures);
            if (_critic is not null && !SharesTrunk) LearnValues(batch, part, minibatch.Answers, figures);
        }
        var norm = _policyOptimizer.Update(step, _policyOptimizer.Rate(step, _recipe.Steps));
        figures.AddUpdate(norm, _criticOptimizer?.Update(step, _criticOptimizer.Rate(step, _recipe.Steps)) ?? 0);
    }

    private void LearnPolicy(AnswerBatch batch, Experience part, Segments whole, UpdateFigures figures)
    {
        using var pass = _policy.Forward(batch.Tokens, train: true);
        var (logProbs, entropies) = pass.LogProbsAndEntropies(batch.Predicting, batch.Targets, (float)_recipe.Temperature);   // (R)
        var terms = _policyLoss.Compute(logProbs, part.Old, part.Advantages);
        var loss = _aggregation.Compute(part.Importance is { } weights ? weights * terms.PerToken : terms.PerToken, part.Answers, whole);
        figures.AddPolicy(terms, loss.item<float>());
        if (_recipe.EntropyBonus > 0) loss = loss - _recipe.EntropyBonus * _aggregation.Compute(entropies, part.Answers, whole);
        if (SharesTrunk) loss = loss + _recipe.ValueCoefficient * ValueLoss(pass, batch, part, whole, figures);
        loss.backward();
        pass.Backward();
    }

    private void LearnValues(AnswerBatch batch, Experience part, Segments whole, UpdateFigures figures)
    {
        using var pass = _critic!.Network.Forward(batch.Tokens, train: true);
        ValueLoss(pass, batch, part, whole, figures).backward();
        pass.Backward();
    }

    private torch.Tensor ValueLoss(ForwardPass pass, AnswerBatch batch, Experience part, Segments whole, UpdateFigures figures)
    {
        var (perToken, clipped) = _valueLoss.Compute(_critic!.Values(pass, batch), part.Values!, part.Returns!);             // (R)
        figures.AddValues(perToken.numel(), perToken.sum().item<float>(), clipped.sum().item<long>());
        return _tokenMean.Compute(perToken, part.Answers, whole);
    }
}
