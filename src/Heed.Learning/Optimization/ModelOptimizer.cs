using System.Runtime.InteropServices;
using Heed.Models.Training;
using Heed.Runs;

namespace Heed.Learning.Optimization;

/// <summary>What is trained of a model (its weights, or an adapter's), the gradients and the moments between them: clips, checks, updates, clears.</summary>
public sealed class ModelOptimizer
{
    private readonly Decoder _model;
    private readonly OptimizerRecipe _recipe;
    private readonly FlatOptimizer<float> _optimizer;

    /// <summary>An optimizer that has seen nothing.</summary>
    /// <param name="model">The model; passes add to its gradients, an update clears them.</param>
    /// <param name="recipe">The settings.</param>
    public ModelOptimizer(Decoder model, OptimizerRecipe recipe)
    {
        (_model, _recipe) = (model, recipe);
        _optimizer = new FlatOptimizer<float>(recipe.NewRule(), [.. model.TrainedParameters.Select(p => new ParameterRange(p.Name, p.Offset - model.Trained.Start, p.Length, p.Decays, p.Rows, p.Hidden))]);
    }

    /// <summary>The learning rate of a step.</summary>
    public double Rate(long step, long total) => _recipe.Rate(step, total);

    /// <summary>Clips the gradients, updates the weights and clears the gradients; gives the norm before clipping.</summary>
    /// <exception cref="NonFiniteLossException">The norm is not finite; the weights are as they were.</exception>
    public double Update(long step, double rate)
    {
        var gradients = _model.Gradients.All;
        var norm = GradientClipping.Norm<float>(gradients);
        if (!double.IsFinite(norm)) throw new NonFiniteLossException(step, "gradient norm", norm);
        if (_recipe.ClipValue is { } limit) GradientClipping.ByValue(gradients, limit);
        _optimizer.Step(_model.Trained.All, gradients, rate, _recipe.ClipNorm is { } most ? GradientClipping.Factor(norm, most) : 1);
        gradients.Clear();
        return norm;
    }

    /// <summary>Writes the trained weights, the moments and the step counts.</summary>
    public void Save(string file)
    {
        using var writer = new BinaryWriter(File.Create(file));
        writer.Write(MemoryMarshal.AsBytes(_model.Trained.All));
        _optimizer.Save(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote for the same model and rule.</summary>
    /// <exception cref="CheckpointException">The file is missing, cut short or of another model.</exception>
    public void Restore(string file)
    {
        try
        {
            using var reader = new BinaryReader(File.OpenRead(file));
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_model.Trained.All));
            _optimizer.Restore(reader);
            if (reader.BaseStream.Position != reader.BaseStream.Length) throw new CheckpointException($"{file} is longer than this model's state; expected a checkpoint of the same recipe");
        }
        catch (Exception e) when (e is EndOfStreamException or FileNotFoundException)
        {
            throw new CheckpointException($"{file} is missing or cut short; go on from an earlier checkpoint", e);
        }
    }
}
