namespace Heed.Models.Numerics.Kernels;

internal sealed unsafe partial class Kernels<S, V>
{
    public override void RmsNorm(float* x, float* gain, float* y, float* scale, int n, int width, float epsilon) =>
        ThreadTeam.Share(n, RowGrain, (_, low, high) =>
        {
            for (var r = low; r < high; r++)
            {
                var row = x + r * width;
                scale[r] = 1 / MathF.Sqrt(Dot(row, row, width) / width + epsilon);
                Affine(row, 0, scale[r], gain, null, y + r * width, width);
            }
        });

    public override void RmsNormBackward(float* dy, float* x, float* gain, float* scale, float* dx, float* dgain, int n, int width)
    {
        ThreadTeam.Share(n, RowGrain, (_, low, high) =>
        {
            for (var r = low; r < high; r++)
            {
                // dx = s·(dy·g) − x·s³/W·Σ(dy·g·x)
                float* upstream = dy + r * width, row = x + r * width;
                var s = scale[r];
                var inner = Dot(upstream, gain, row, 0, width);
                AddNormGradient(upstream, gain, row, 0, s, 0, -s * s * s * inner / width, dx + r * width, width);
            }
        });
        if (dgain != null) AddGainGradient(dy, x, null, scale, dgain, n, width);
    }

    public override void LayerNorm(float* x, float* gain, float* bias, float* y, float* mean, float* scale, int n, int width, float epsilon) =>
        ThreadTeam.Share(n, RowGrain, (_, low, high) =>
        {
            for (var r = low; r < high; r++)
            {
                var row = x + r * width;
                var average = Sum(row, width) / width;
                mean[r] = average;
                scale[r] = 1 / MathF.Sqrt(SquaredDistance(row, average, width) / width + epsilon);
                Affine(row, average, scale[r], gain, bias, y + r * width, width);
            }
        });

    public override void LayerNormBackward(float* dy, float* x, float* gain, float* mean, float* scale, float* dx, float* dgain, float* dbias, int n, int width)
    {
        ThreadTeam.Share(n, RowGrain, (_, low, high) =>
        {
            for (var r = low; r < high; r++)
            {
                // with x̂ = (x − m)·s and u = dy·g: dx = s·(u − mean(u) − x̂·mean(u·x̂))
                float* upstream = dy + r * width, row = x + r * width;
                var s = scale[r];
                var average = Dot(upstream, gain, width) / width;
                var inner = Dot(upstream, gain, row, mean[r], width) * s / width;
                AddNormGradient(upstream, gain, row, mean[r], s, -s * average, -s * s * inner, dx + r * width, width);
            }
        });
        if (dgain != null) AddGainGradient(dy, x, mean, scale, dgain, n, width);
        if (dbias != null) AddColumnSums(dy, dbias, n, width);
    }

    /// <summary>y = (x − m)·s·g + b</summary>
    private static void Affine(float* x, float mean, float scale, float* gain, float* bias, float* y, int width)
    {
        V m = S.Broadcast(mean), s = S.Broadcast(scale);
        var i = 0;
        for (; i + S.Width <= width; i += S.Width)
        {
            var value = S.Multiply(S.Multiply(S.Subtract(S.Load(x + i), m), s), S.Load(gain + i));
            S.Store(bias == null ? value : S.Add(value, S.Load(bias + i)), y + i);
        }
        for (; i < width; i++) y[i] = (x[i] - mean) * scale * gain[i] + (bias == null ? 0 : bias[i]);
    }

    /// <summary>dx += s·(dy·g) + c + f·(x − m)</summary>
    private static void AddNormGradient(float* dy, float* gain, float* x, float mean, float s, float c, float f, float* dx, int width)
    {
        V scale = S.Broadcast(s), constant = S.Broadcast(c), factor = S.Broadcast(f), m = S.Broadcast(mean);
        var i = 0;
        for (; i + S.Width <= width; i += S.Width)
        {
            var own = S.MultiplyAdd(S.Multiply(S.Load(dy + i), S.Load(gain + i)), scale, constant);
            S.Store(S.Add(S.Load(dx + i), S.MultiplyAdd(factor, S.Subtract(S.Load(x + i), m), own)), dx + i);
        }
        for (; i < width; i++) dx[i] += dy[i] * gain[i] * s + c + f * (x[i] - mean);
    }

    /// <summary>dg += Σ dy·(x − m)·s over rows</summary>
    private static void AddGainGradient(float* dy, float* x, float* mean, float* scale, float* dgain, int n, int width) =>
        ThreadTeam.Share(width, 16, (_, low, high) =>
        {
            for (var r = 0; r < n; r++)
            {
                float* upstream = dy + (long)r * width, row = x + (long)r * width;
                var centre = mean == null ? 0 : mean[r];
                V m = S.Broadcast(centre), s = S.Broadcast(scale[r]);
                var i = low;
                for (; i + S.Width <= high; i += S.Width)
                    S.Store(S.MultiplyAdd(S.Multiply(S.Load(upstream + i), s), S.Subtract(S.Load(row + i), m), S.Load(dgain + i)), dgain + i);
                for (; i < high; i++) dgain[i] += upstream[i] * scale[r] * (row[i] - centre);
            }
        });

    private static float Sum(float* x, int width)
    {
        var sum = S.Zero;
        var i = 0;
        for (; i + S.Width <= width; i += S.Width) sum = S.Add(sum, S.Load(x + i));
        var total = S.Sum(sum);
        for (; i < width; i++) total += x[i];
        return total;
    }

    private static float SquaredDistance(float* x, float from, int width)
    {
        V sum = S.Zero, centre = S.Broadcast(from);
        var i = 0;
        for (; i + S.Width <= width; i += S.Width)
        {
            var d = S.Subtract(S.Load(x + i), centre);
            sum = S.MultiplyAdd(d, d, sum);
        }
        var total = S.Sum(sum);
        for (; i < width; i++) total += (x[i] - from) * (x[i] - from);
        return total;
    }

    /// <summary>Σ a·b·(x − m)</summary>
    private static float Dot(float* a, float* b, float* x, float mean, int width)
    {
        V sum = S.Zero, m = S.Broadcast(mean);
        var i = 0;
        for (; i + S.Width <= width; i += S.Width)
            sum = S.MultiplyAdd(S.Multiply(S.Load(a + i), S.Load(b + i)), S.Subtract(S.Load(x + i), m), sum);
        var total = S.Sum(sum);
        for (; i < width; i++) total += a[i] * b[i] * (x[i] - mean);
        return total;
    }
}
