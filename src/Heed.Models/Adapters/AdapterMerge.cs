using Heed.Models.Architecture;

namespace Heed.Models.Adapters;

/// <summary>W + scale·B·A, row by row; with a magnitude m each row becomes m long (Liu et al. 2024, eq. 5).</summary>
internal sealed unsafe class AdapterMerge(DecoderPlan plan, ParameterBuffer weights, Adapter adapter)
{
    private readonly DecoderPlan _adapted = adapter.Layout.Plan;

    /// <summary>The merged model's weights, every one of them.</summary>
    public void Write(DecoderPlan target, ParameterBuffer merged)
    {
        foreach (var parameter in target.Parameters) Fill(target, parameter, merged[parameter]);
    }

    /// <summary>One parameter of the merged model.</summary>
    public void Fill(DecoderPlan target, Parameter parameter, Span<float> merged)
    {
        var saved = adapter.Layout.Parameters.FirstOrDefault(p => p.Source?.Name == parameter.Name);
        if (saved is not null) adapter.Weights[saved.Parameter].CopyTo(merged);
        else if (plan.Parameters.FirstOrDefault(p => p.Name == parameter.Name) is { } source) weights.Read(source, merged);
        else if (parameter.IsVector) merged.Clear();                          // a bias that the base lacks
        else weights.Read(plan.Parameters.First(p => p.Offset == plan.Head!.Weight), merged);
        fixed (float* rows = merged)
        {
            foreach (var (own, adapted) in Maps(target))
                if (parameter.Offset >= own.Weight && parameter.Offset < own.Weight + (long)own.Outputs * own.Inputs)
                    foreach (var change in adapted.Changes) Change(change, adapted.Inputs, rows, (int)((parameter.Offset - own.Weight) / own.Inputs), parameter.Rows);
                else if (own.Bias is { } bias && parameter.Offset >= bias && parameter.Offset < bias + own.Outputs)
                    foreach (var change in adapted.Changes) ChangeBias(change, rows, (int)(parameter.Offset - bias), parameter.Columns);
            if (target.Steps.OfType<EmbedStep>().First().Tokens == parameter.Offset && _adapted.Steps.OfType<EmbedStep>().First().Change is { } tokens) ChangeEmbedding(tokens, rows);
        }
    }

    /// <summary>Magnitudes that change nothing: the rows' own lengths.</summary>
    public void FillMagnitudes()
    {
        foreach (var (own, adapted) in Maps(plan))
            foreach (var change in adapted.Changes)
                if (change.Magnitude is { } magnitude) FillLengths(own.Weight + (long)change.First * adapted.Inputs, change.Outputs, adapted.Inputs, Own(magnitude));
    }

    private void FillLengths(long first, int rows, int width, float* lengths)
    {
        var row = new float[width];
        fixed (float* values = row)
            for (var r = 0; r < rows; r++)
            {
                var at = first + (long)r * width;
                if (weights.Int8(at) is { } rounded) rounded.Widen(0, 1, width, values);
                else new ReadOnlySpan<float>(weights.At(at), width).CopyTo(row);
                lengths[r] = Length(values, width);
            }
    }

    private IEnumerable<(LinearMap Own, LinearMap Adapted)> Maps(DecoderPlan own)
    {
        var maps = own.LinearMaps.Zip(_adapted.LinearMaps);
        return own.Head is not null && _adapted.Head is not null ? maps.Append((own.Head, _adapted.Head)) : maps;
    }

    /// <param name="rows">Some rows of the map.</param>
    /// <param name="first">The first of them.</param>
    private void Change(LowRank change, int inputs, float* rows, int first, int count)
    {
        float* down = Own(change.Down), up = Own(change.Up);
        for (var o = Math.Max(0, first - change.First); o < change.Outputs && change.First + o < first + count; o++)
        {
            var row = rows + (long)(change.First + o - first) * inputs;
            for (var r = 0; r < change.Rank; r++) Add(change.Scale * up[(long)o * change.Rank + r], down + (long)r * inputs, row, inputs);
            if (change.Magnitude is not { } magnitude) continue;
            var factor = Own(magnitude)[o] / Length(row, inputs);
            for (var i = 0; i < inputs; i++) row[i] *= factor;
        }
    }

    /// <param name="biases">Some of the map's.</param>
    /// <param name="first">The first of them.</param>
    private void ChangeBias(LowRank change, float* biases, int first, int count)
    {
        if (change.UpBias is not { } bias) return;
        int low = Math.Max(first, change.First), high = Math.Min(first + count, change.First + change.Outputs);
        if (low < high) Add(change.Scale, Own(bias) + (low - change.First), biases + (low - first), high - low);
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
