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
                ResidualStep residual => Residual(residual, x),
                NormStep norm => [.. x.Select(row => Norm(norm, row))],
                _ => throw new ArgumentException(step.ToString()),
            };
        return [.. x.Select(row => Map(plan.Head!, row))];
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

    private double[] Embed(EmbedStep step, int token, int position)
    {
        var row = Floats(step.Tokens + (long)token * plan.Config.Width, plan.Config.Width);
        return step.Positions is { } p ? [.. row.Zip(Floats(p + (long)position * plan.Config.Width, plan.Config.Width), (a, b) => a + b)] : row;
    }

    private double[][] Residual(ResidualStep step, double[][] x)
    {
        double[][] normed = [.. x.Select(row => Norm(step.Norm, row))];
        var branch = step.Branch switch
        {
            AttentionStep attention => Attention(attention, normed),
            FeedForwardStep feedForward => [.. normed.Select(row => FeedForward(feedForward, row))],
            _ => throw new ArgumentException(step.Branch.ToString()),
        };
        return [.. x.Zip(branch, (a, b) => a.Zip(b, (p, q) => p + q).ToArray())];
    }

    private double[] Norm(NormStep step, double[] x)
    {
        var gain = Floats(step.Gain, x.Length);
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
            for (var h = 0; h < step.Heads + step.KeyValueHeads && step.RopeBase is not null; h++) Rotate(fused[t].AsSpan(h * d, d), t, step.RopeBase.Value);
        var result = new double[x.Length][];
        for (var t = 0; t < x.Length; t++)
        {
            var heads = new double[step.Heads * d];
            for (var h = 0; h < step.Heads; h++)
            {
                int key = (step.Heads + h / group) * d, value = key + step.KeyValueHeads * d;
                double[] scores = [.. Enumerable.Range(0, t + 1).Select(s => Enumerable.Range(0, d).Sum(i => fused[t][h * d + i] * fused[s][key + i]) / Math.Sqrt(d))];
                double[] p = [.. LogSoftmax(scores).Select(Math.Exp)];
                for (var i = 0; i < d; i++) heads[h * d + i] = Enumerable.Range(0, t + 1).Sum(s => p[s] * fused[s][value + i]);
            }
            result[t] = Map(step.Output, heads);
        }
        return result;
    }

    private static void Rotate(Span<double> head, int position, double rotary)
    {
        var half = head.Length / 2;
        for (var i = 0; i < half; i++)
        {
            var angle = position / Math.Pow(rotary, 2.0 * i / head.Length);
            var (a, b) = (head[i], head[i + half]);
            (head[i], head[i + half]) = (a * Math.Cos(angle) - b * Math.Sin(angle), a * Math.Sin(angle) + b * Math.Cos(angle));
        }
    }

    private double[] FeedForward(FeedForwardStep step, double[] x)
    {
        var inner = Map(step.Input, x);
        double[] active = step.Gated
            ? [.. Enumerable.Range(0, step.Inner).Select(i => inner[i] / (1 + Math.Exp(-inner[i])) * inner[step.Inner + i])]
            : [.. inner.Select(v => v / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v))))];
        return Map(step.Output, active);
    }

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
