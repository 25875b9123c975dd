using System.Text.Json;
using Heed.Language.Tokens;
using Heed.Learning.Optimization;
using Heed.Learning.Packing;
using Heed.Models.Training;

namespace Heed.Learning.Pretraining;

/// <summary>Trains a base model on plain text by next-token prediction (Radford et al. 2019).</summary>
public sealed class Pretrainer : ITraining
{
    private readonly PretrainingRecipe _recipe;
    private readonly Decoder _model;
    private readonly Func<int, int> _bytesOf;
    private readonly RowSource _rows;
    private readonly RowSource? _heldOut;
    private readonly ModelOptimizer _optimizer;
    private IReadOnlyList<int[]> _batch = [];

    /// <summary>Training that has not begun.</summary>
    /// <param name="recipe">The settings.</param>
    /// <param name="model">The model, changed in place.</param>
    /// <param name="text">Tokenised text to learn.</param>
    /// <param name="heldOut">Tokenised text to measure on; null measures nothing.</param>
    /// <param name="bytesOf">The bytes of a token; 0 for a special one.</param>
    public Pretrainer(PretrainingRecipe recipe, Decoder model, TokenShard text, TokenShard? heldOut, Func<int, int> bytesOf)
    {
        (_recipe, _model, _bytesOf) = (recipe, model, bytesOf);
        _rows = RowSource.Of(text, recipe);
        _heldOut = heldOut is null ? null : RowSource.Of(heldOut, recipe);
        _optimizer = new ModelOptimizer(model, recipe.Optimizer);
    }

    /// <inheritdoc/>
    public string Stage => "pretrain";

    /// <inheritdoc/>
    public IReadOnlyList<string> Headline { get; } = ["loss", "heldout_loss"];

    /// <inheritdoc/>
    public long Steps => _recipe.Steps;

    /// <summary>The model as it stands.</summary>
    public Decoder Model => _model;

    /// <inheritdoc/>
    public StepReport Step(long step)
    {
        _batch = _rows.Batch(step);
        var tokens = _batch.Sum(row => row.Length - 1);
        var loss = Rows.Split(_batch, _recipe.TokensAPass).Sum(rows => Learn(new Rows(rows), tokens)) / tokens;
        if (!double.IsFinite(loss)) throw new NonFiniteLossException(step, "loss", loss);

        var rate = _optimizer.Rate(step, Steps);
        var norm = _optimizer.Update(step, rate);
        return Report(step, loss, norm, rate, tokens);
    }

    /// <inheritdoc/>
    public void Save(string folder) => _optimizer.Save(Path.Combine(folder, "model.state"));

    /// <inheritdoc/>
    public void Restore(string folder) => _optimizer.Restore(Path.Combine(folder, "model.state"));

    /// <inheritdoc/>
    public void WriteBatch(Stream stream) => JsonSerializer.Serialize(stream, _batch);

    /// <summary>How well the model predicts the held-out text now; null without one.</summary>
    public HeldOutLoss? Measure() => _heldOut is null ? null : HeldOutLoss.Measure(_model, _heldOut.All(), _bytesOf, _recipe.HeldOutTokens);

    /// <summary>Sum of the loss over a micro-batch; its gradient, divided by the tokens of the whole step, is added to the model's.</summary>
    private double Learn(Rows rows, long tokens)
    {
        using var pass = _model.Forward(rows.Tokens, train: true);
        var loss = pass.CrossEntropy(rows.Predicting, rows.Targets, 1.0 / tokens);
        pass.Backward();
        return loss;
    }

    private StepReport Report(long step, double loss, double norm, double rate, long tokens)
    {
        var figures = new Dictionary<string, double> { ["loss"] = loss, ["gradient_norm"] = norm, ["learning_rate"] = rate, ["tokens"] = tokens };
        if (step + 1 == Steps || (_recipe.HeldOutEvery > 0 && (step + 1) % _recipe.HeldOutEvery == 0))
            if (Measure() is { } held) (figures["heldout_loss"], figures["bits_per_byte"]) = (held.Loss, held.BitsPerByte);
        return new StepReport(figures);
    }
}
