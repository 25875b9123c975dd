using Heed.Models.Architecture;

namespace Heed.Models.Tests.Generation;

/// <summary>The layer steps by plain loops in double precision, every position from scratch: slow and easy to read.</summary>
internal sealed unsafe class NaiveDecoder(DecoderPlan plan, ParameterBuffer weights)
{
    /// <summary>Logits (T, V) after each token of one sequence.</summary>
    public double[][] Logits(int[] tokens)
    {
        double[][] x = [];
        foreach (var step in plan.Steps)
            x = step switch
            {
                EmbedStep embed => [.. tokens.Select((token, t) => Embed(embed, token, t))],
                ResidualStep residual => Sum(x, Residual(residual, x)),
                ParallelStep parallel => Sum(Sum(x, Residual(parallel.First, x)), Residual(parallel.Second, x)),
                NormStep norm => [.. x.Select(row => Norm(norm, row))],
                _ => throw new ArgumentException(step.ToString()),
            };
        return [.. x.Select(row => Map(plan.Head!, row).Select(Logit).ToArray())];
    }

    /// <summary>log p(tokens[t] | before) for t from <paramref name="from"/>.</summary>
    public double[] LogProbs(int[] tokens, int from, double temperature = 1)
    {
        var logits = Logits(tokens);
        return [.. Enumerable.Range(from, tokens.Length - from).Select(t => LogSoftmax(logits[t - 1], temperature)[tokens[t]])];
    }

    public static double[] LogSoftmax(double[] logits, double temperature = 1)
    {
        var max = logits.Max();
        var total = Math.Log(logits.Sum(l => Math.Exp((l - max) / temperature)));
        return [.. logits.Select(l => (l - max) / temperature - total)];
    }

    private double Logit(double product)
    {
        var logit = product / plan.Config.LogitDivisor;
        return plan.Config.LogitCap is { } cap ? cap * Math.Tanh(logit / cap) : logit;
    }

    private double[] Embed(EmbedStep step, int token, int position)
    {
        double[] row = [.. Floats(step.Tokens + (long)token * plan.Config.Width, plan.Config.Width).Select(v => v * step.Scale)];
        return step.Positions is { } p ? [.. row.Zip(Floats(p + (long)position * plan.Config.Width, plan.Config.Width), (a, b) => a + b)] : row;
    }

    private double[][] Residual(ResidualStep step, double[][] x)
    {
        double[][] normed = [.. x.Select(row => step.Norm is { } norm ? Norm(norm, row) : row)];
        var branch = step.Branch switch
        {
            AttentionStep attention => Attention(attention, normed),
            FeedForwardStep feedForward => [.. normed.Select(row => FeedForward(feedForward, row))],
            _ => throw new ArgumentException(step.Branch.ToString()),
        };
        return [.. branch.Select(row => (step.After is { } after ? Norm(after, row) : row).Select(v => v * step.Scale).ToArray())];
    }

    private static double[][] Sum(double[][] x, double[][] y) => [.. x.Zip(y, (a, b) => a.Zip(b, (p, q) => p + q).ToArray())];

    private double[] Norm(NormStep step, double[] x)
    {
        double[] gain = [.. Floats(step.Gain, x.Length).Select(g => step.UnitGain ? 1 + g : g)];
        var mean = step.Bias is null ? 0 : x.Average();
        var scale = 1 / Math.Sqrt(x.Average(v => (v - mean) * (v - mean)) + step.Epsilon);
        var bias = step.Bias is { } b ? Floats(b, x.Length) : new double[x.Length];
        return [.. x.Select((v, i) => (v - mean) * scale * gain[i] + bias[i])];
    }

    private double[][] Attention(AttentionStep step, double[][] x)
    {
        int d = step.HeadWidth, group = step.Heads / step.KeyValueHeads;
        double[][] fused = [.. x.Select(row => Map(step.Input, row))];
        for (var t = 0; t < x.Length; t++)
        {
            NormHeads(step.QueryNorm, fused[t].AsSpan(0, step.Heads * d));
            NormHeads(step.KeyNorm, fused[t].AsSpan(step.Heads * d, step.KeyValueHeads * d));
            for (var h = 0; h < step.Heads + step.KeyValueHeads; h++)
                if (step.Rotary is { } rotary) Rotate(fused[t].AsSpan(h * d, rotary.Width), t, rotary.Frequencies(x.Length), rotary.Magnitude);
        }
        var result = new double[x.Length][];
        for (var t = 0; t < x.Length; t++)
        {
            var heads = new double[step.Heads * d];
            for (var h = 0; h < step.Heads; h++)
            {
                int key = (step.Heads + h / group) * d, value = key + step.KeyValueHeads * d;
                var first = Math.Max(0, t + 1 - (step.Window ?? t + 1));
                double[] scores = [.. Enumerable.Range(first, t + 1 - first).Select(s => Enumerable.Range(0, d).Sum(i => fused[t][h * d + i] * fused[s][key + i]) * step.Scale)];
                if (step.Cap is { } cap) scores = [.. scores.Select(s => cap * Math.Tanh(s / cap))];
                double[] p = [.. LogSoftmax(scores).Select(Math.Exp)];
                for (var i = 0; i < d; i++) heads[h * d + i] = Enumerable.Range(first, t + 1 - first).Sum(s => p[s - first] * fused[s][value + i]);
            }
            result[t] = Map(step.Output, heads);
        }
        return result;
    }

    private void NormHeads(NormStep? norm, Span<double> heads)
    {
        for (var i = 0; norm is not null && i < heads.Length; i += norm.Width) Norm(norm, heads.Slice(i, norm.Width).ToArray()).CopyTo(heads[i..]);
    }

    private static void Rotate(Span<double> head, int position, float[] frequencies, double magnitude)
    {
        for (var i = 0; i < frequencies.Length; i++)
        {
            double angle = position * (double)frequencies[i], cosine = magnitude * Math.Cos(angle), sine = magnitude * Math.Sin(angle);
            var (a, b) = (head[i], head[i + frequencies.Length]);
            (head[i], head[i + frequencies.Length]) = (a * cosine - b * sine, a * sine + b * cosine);
        }
    }

    private double[] FeedForward(FeedForwardStep step, double[] x)
    {
        var inner = Map(step.Input, x);
        double[] active = step.Gated
            ? [.. Enumerable.Range(0, step.Inner).Select(i => Activate(step.Activation, inner[i]) * inner[step.Inner + i])]
            : [.. inner.Select(v => Activate(step.Activation, v))];
        return Map(step.Output, active);
    }

    private static double Activate(Activation kind, double v) => kind switch
    {
        Activation.Silu => v / (1 + Math.Exp(-v)),
        Activation.Gelu => TorchSharp.torch.nn.functional.gelu(TorchSharp.torch.tensor(v)).item<double>(),
        _ => v / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v))),
    };

    private double[] Map(LinearMap map, double[] x)
    {
        var y = new double[map.Outputs];
        for (var o = 0; o < map.Outputs; o++)
        {
            if (map.Bias is { } bias) y[o] = weights.Data[bias + o];
            for (var i = 0; i < map.Inputs; i++) y[o] += x[i] * weights.Data[map.Weight + (long)o * map.Inputs + i];
        }
        return y;
    }

    private double[] Floats(long offset, int count) => [.. Enumerable.Range(0, count).Select(i => (double)weights.Data[offset + i])];
}
