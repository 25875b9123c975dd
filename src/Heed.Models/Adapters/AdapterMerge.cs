using Heed.Models.Architecture;

namespace Heed.Models.Adapters;

/// <summary>W + scale·B·A, row by row; with a magnitude m each row becomes m long (Liu et al. 2024, eq. 5).</summary>
internal sealed unsafe class AdapterMerge(DecoderPlan plan, ParameterBuffer weights, Adapter adapter)
{
    private readonly DecoderPlan _adapted = adapter.Layout.Plan;

    /// <summary>The merged model's weights, every one of them.</summary>
    public void Write(DecoderPlan target, ParameterBuffer merged)
    {
        foreach (var parameter in target.Parameters)
        {
            var source = plan.Parameters.FirstOrDefault(p => p.Name == parameter.Name) ?? plan.Parameters.First(p => p.Offset == plan.Head!.Weight);
            weights[source].CopyTo(merged[parameter]);
        }
        foreach (var (parameter, source, _) in adapter.Layout.Parameters)
            if (source is not null) adapter.Weights[parameter].CopyTo(merged[target.Parameters.First(p => p.Name == source.Name)]);
        foreach (var (own, adapted) in Maps(target))
            foreach (var change in adapted.Changes) Change(change, adapted.Inputs, merged.Data + own.Weight + (long)change.First * adapted.Inputs);
        if (target.Steps.OfType<EmbedStep>().First() is var embed && _adapted.Steps.OfType<EmbedStep>().First().Change is { } tokens)
            ChangeEmbedding(tokens, merged.Data + embed.Tokens);
    }

    /// <summary>Magnitudes that change nothing: the rows' own lengths.</summary>
    public void FillMagnitudes()
    {
        foreach (var (own, adapted) in Maps(plan))
            foreach (var change in adapted.Changes)
                if (change.Magnitude is { } magnitude)
                    for (var o = 0; o < change.Outputs; o++)
                        Own(magnitude)[o] = Length(weights.Data + own.Weight + (long)(change.First + o) * adapted.Inputs, adapted.Inputs);
    }

    private IEnumerable<(LinearMap Own, LinearMap Adapted)> Maps(DecoderPlan own)
    {
        var maps = own.LinearMaps.Zip(_adapted.LinearMaps);
        return own.Head is not null && _adapted.Head is not null ? maps.Append((own.Head, _adapted.Head)) : maps;
    }

    private void Change(LowRank change, int inputs, float* rows)
    {
        float* down = Own(change.Down), up = Own(change.Up);
        for (var o = 0; o < change.Outputs; o++)
        {
            var row = rows + (long)o * inputs;
            for (var r = 0; r < change.Rank; r++) Add(change.Scale * up[(long)o * change.Rank + r], down + (long)r * inputs, row, inputs);
            if (change.Magnitude is not { } magnitude) continue;
            var factor = Own(magnitude)[o] / Length(row, inputs);
            for (var i = 0; i < inputs; i++) row[i] *= factor;
        }
    }

    private void ChangeEmbedding(LowRank change, float* table)
    {
        float* down = Own(change.Down), up = Own(change.Up);
        for (var token = 0; token < plan.Config.VocabularySize; token++)
            for (var o = 0; o < change.Outputs; o++)
            {
                var sum = 0f;
                for (var r = 0; r < change.Rank; r++) sum += down[(long)token * change.Rank + r] * up[(long)o * change.Rank + r];
                table[(long)token * change.Outputs + o] += change.Scale * sum;
            }
    }

    private float* Own(long offset) => adapter.Weights.At(offset);

    private static void Add(float factor, float* x, float* y, int count) => Numerics.Kernels.Kernels.Chosen.AddScaled(factor, x, y, count);

    private static float Length(float* x, int count) => MathF.Sqrt(Numerics.Kernels.Kernels.Chosen.Dot(x, x, count));
}
