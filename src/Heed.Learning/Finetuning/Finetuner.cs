using System.Text.Json;
using Heed.Learning.Objectives;
using Heed.Learning.Optimization;
using Heed.Learning.Packing;
using Heed.Models.Training;
using Heed.Runs;
using TorchSharp;

namespace Heed.Learning.Finetuning;

/// <summary>Supervised fine-tuning: the tokens of the answers are learned, end token included, given their prompts (Ouyang et al. 2022, arXiv 2203.02155, section 3.5).</summary>
public sealed class Finetuner : ITraining
{
    private readonly FinetuningRecipe _recipe;
    private readonly Decoder _model;
    private readonly IReadOnlyList<AnsweredPrompt> _demonstrations, _heldOut;
    private readonly EpochOrder _order;
    private readonly TokenObjective _objective;
    private readonly ModelOptimizer _optimizer;
    private IReadOnlyList<AnsweredPrompt> _batch = [];

    /// <summary>Training that has not begun.</summary>
    /// <param name="recipe">The settings.</param>
    /// <param name="model">The model, changed in place; where the recipe has an adapter it stays as it is, and must outlive this.</param>
    /// <param name="demonstrations">What is learned.</param>
    /// <param name="heldOut">What is measured on; may be empty.</param>
    public Finetuner(FinetuningRecipe recipe, Decoder model, IReadOnlyList<AnsweredPrompt> demonstrations, IReadOnlyList<AnsweredPrompt> heldOut)
    {
        (_recipe, _demonstrations, _heldOut) = (recipe, demonstrations, heldOut);
        _model = recipe.Adapter is { } adapter ? model.With(adapter, new SeededRandom(recipe.Seed, "finetune/adapter")) : model;
        _order = new EpochOrder(recipe.Seed, "finetune/demonstrations", demonstrations.Count);
        _objective = recipe.Objective == FinetuningObjective.Dft ? new DynamicFinetuning() : new NegativeLogLikelihood();
        _optimizer = new ModelOptimizer(_model, recipe.Optimizer);
    }

    /// <inheritdoc/>
    public string Stage => "sft";

    /// <inheritdoc/>
    public IReadOnlyList<string> Headline { get; } = ["loss", "heldout_loss"];

    /// <summary>The model as it stands, with its adapter where there is one.</summary>
    public Decoder Model => _model;

    /// <inheritdoc/>
    public long Steps => (Places + _recipe.Batch - 1) / _recipe.Batch;

    private long Places => Math.Max(1, (long)Math.Round(_recipe.Epochs * _demonstrations.Count));

    /// <inheritdoc/>
    public StepReport Step(long step)
    {
        _batch = [.. _order.Batch(step, _recipe.Batch, Places).Select(i => _demonstrations[i])];
        var tokens = _batch.Sum(d => (long)d.Answer.Length);
        var (loss, nats) = (0.0, 0.0);
        foreach (var micro in AnswerBatch.Split(_batch, _recipe.TokensAPass))
        {
            var part = Learn(new AnswerBatch([.. micro.Select(i => _batch[i])]), tokens);
            (loss, nats) = (loss + part.Loss, nats + part.Nats);
        }
        if (!double.IsFinite(loss)) throw new NonFiniteLossException(step, "loss", loss);

        var rate = _optimizer.Rate(step, Steps);
        var norm = _optimizer.Update(step, rate);
        return Report(step, new() { ["loss"] = loss, ["answer_loss"] = nats / tokens, ["gradient_norm"] = norm, ["learning_rate"] = rate, ["tokens"] = tokens });
    }

    /// <inheritdoc/>
    public void Save(string folder) => _optimizer.Save(Path.Combine(folder, "model.state"));

    /// <inheritdoc/>
    public void Restore(string folder) => _optimizer.Restore(Path.Combine(folder, "model.state"));

    /// <inheritdoc/>
    public void WriteBatch(Stream stream) => JsonSerializer.Serialize(stream, _batch);

    /// <summary>Nats an answer token on the held-out demonstrations; null without any.</summary>
    public double? Measure()
    {
        if (_heldOut.Count == 0) return null;
        var (nats, tokens) = (0.0, 0L);
        foreach (var micro in AnswerBatch.Split(_heldOut, _recipe.TokensAPass))
        {
            var batch = new AnswerBatch([.. micro.Select(i => _heldOut[i])]);
            using var pass = _model.Forward(batch.Tokens, train: false);
            nats += pass.CrossEntropy(batch.Predicting, batch.Targets, 0);
            tokens += batch.Targets.Length;
        }
        return nats / tokens;
    }

    private (double Loss, double Nats) Learn(AnswerBatch batch, long tokens)
    {
        using var scope = torch.NewDisposeScope();
        using var pass = _model.Forward(batch.Tokens, train: true);
        var logProbs = pass.LogProbs(batch.Predicting, batch.Targets);                                 // (R)
        var loss = _objective.Compute(logProbs, tokens);
        loss.backward();
        pass.Backward();
        return (loss.item<float>(), -logProbs.sum().item<float>());
    }

    private StepReport Report(long step, Dictionary<string, double> figures)
    {
        if (step + 1 == Steps || (_recipe.HeldOutEvery > 0 && (step + 1) % _recipe.HeldOutEvery == 0))
            if (Measure() is { } held) figures["heldout_loss"] = held;
        return new StepReport(figures);
    }
}
