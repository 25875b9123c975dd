using Heed.Models.Architecture;
using Heed.Runs;

namespace Heed.Models.Checkpoints.Gguf;

/// <summary>A GGUF file of a family that <see cref="GgufExport"/> writes, back as a model.</summary>
public static class GgufImport
{
    /// <exception cref="CheckpointException">The file is damaged, lacks a tensor, or holds others.</exception>
    public static (DecoderPlan Plan, ParameterBuffer Weights) Load(string path)
    {
        using var file = new GgufReader(path);
        var keys = new GgufKeys(file);
        var plan = PlanOf(file);
        var weights = new ParameterBuffer(plan);
        try
        {
            foreach (var parameter in plan.Parameters) Read(file, keys, parameter, weights[parameter]);
            return (plan, weights);
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>What the keys describe; every tensor of it must be there, and no other.</summary>
    internal static DecoderPlan PlanOf(GgufReader file)
    {
        var plan = DecoderPlan.Of(HuggingFaceConfig.Read(new GgufKeys(file).Config(), file.Path));
        Check(file.Path, file, plan);
        return plan;
    }

    private static void Check(string path, GgufReader file, DecoderPlan plan)
    {
        var expected = plan.Parameters.ToDictionary(p => GgufNames.Of(p.Name), p => p.Rows > 1 ? [p.Rows, p.Columns] : new long[] { p.Columns });
        foreach (var (name, shape) in expected)
        {
            if (!file.Tensors.TryGetValue(name, out var entry)) throw new CheckpointException($"{path} lacks the tensor '{name}' that its keys ask for.");
            if (!entry.Shape.SequenceEqual(shape)) throw new CheckpointException($"{path}: tensor '{name}' has the shape [{string.Join(", ", entry.Shape)}]; its keys ask for [{string.Join(", ", shape)}].");
        }
        if (file.Tensors.Keys.FirstOrDefault(n => !expected.ContainsKey(n) && n != GgufKeys.RopeDivisors) is { } other)
            throw new CheckpointException($"{path} holds the tensor '{other}', which a model of its keys does not have.");
    }

    private static void Read(GgufReader file, GgufKeys keys, Parameter parameter, Span<float> target)
    {
        file.Read(GgufNames.Of(parameter.Name), target);
        var heads = !keys.TurnsNeighbours ? 0 : GgufNames.IsQuery(parameter.Name) ? keys.Heads : GgufNames.IsKey(parameter.Name) ? keys.KeyValueHeads : 0;
        if (heads > 0) GgufRows.Halved(target, parameter.Rows > 1 ? parameter.Rows : parameter.Columns, heads).CopyTo(target);
    }
}
