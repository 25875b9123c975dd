namespace Heed.Models.Numerics.Kernels;

internal sealed unsafe partial class Kernels<S, V>
{
    public override void Cap(float* row, int count, float scale, float cap, float* slope)
    {
        V inner = S.Broadcast(scale / cap), outer = S.Broadcast(cap), rate = S.Broadcast(scale), one = S.Broadcast(1f);
        var lanes = stackalloc float[S.Width];
        for (var i = 0; i < count; i += S.Width)
        {
            var whole = i + S.Width <= count;
            var from = whole ? row + i : lanes;
            if (!whole) new ReadOnlySpan<float>(row + i, count - i).CopyTo(new Span<float>(lanes, S.Width));
            var tanh = SimdMath.Tanh<S, V>(S.Multiply(S.Load(from), inner));
            S.Store(S.Multiply(tanh, outer), from);
            if (!whole) new ReadOnlySpan<float>(lanes, count - i).CopyTo(new Span<float>(row + i, count - i));
            if (slope == null) continue;
            var derivative = S.Multiply(rate, S.Subtract(one, S.Multiply(tanh, tanh)));
            S.Store(derivative, whole ? slope + i : lanes);
            if (!whole) new ReadOnlySpan<float>(lanes, count - i).CopyTo(new Span<float>(slope + i, count - i));
        }
    }

    public override void Softmax(float* row, int count, float scale)
    {
        var highest = Highest(row, count);
        V top = S.Broadcast(highest * scale), factor = S.Broadcast(scale), sum = S.Zero;
        var i = 0;
        for (; i + S.Width <= count; i += S.Width)
        {
            var e = SimdMath.Exp<S, V>(S.Subtract(S.Multiply(S.Load(row + i), factor), top));
            S.Store(e, row + i);
            sum = S.Add(sum, e);
        }
        var total = S.Sum(sum);
        for (; i < count; i++) total += row[i] = MathF.Exp((row[i] - highest) * scale);
        var inverse = 1 / total;
        var all = S.Broadcast(inverse);
        for (i = 0; i + S.Width <= count; i += S.Width) S.Store(S.Multiply(S.Load(row + i), all), row + i);
        for (; i < count; i++) row[i] *= inverse;
    }

    public override void SoftmaxBackward(float* p, float* dp, int count, float scale)
    {
        var inner = Dot(p, dp, count);
        V mean = S.Broadcast(inner), factor = S.Broadcast(scale);
        var i = 0;
        for (; i + S.Width <= count; i += S.Width)
            S.Store(S.Multiply(S.Multiply(S.Load(p + i), factor), S.Subtract(S.Load(dp + i), mean)), dp + i);
        for (; i < count; i++) dp[i] = p[i] * scale * (dp[i] - inner);
    }

    public override (float LogSum, float Mean) LogSumExp(float* row, int count, float inverseTemperature)
    {
        var highest = Highest(row, count) * inverseTemperature;
        V top = S.Broadcast(highest), factor = S.Broadcast(inverseTemperature), sum = S.Zero, weighted = S.Zero;
        var i = 0;
        for (; i + S.Width <= count; i += S.Width)
        {
            var z = S.Subtract(S.Multiply(S.Load(row + i), factor), top);
            var e = SimdMath.Exp<S, V>(z);
            sum = S.Add(sum, e);
            weighted = S.MultiplyAdd(e, z, weighted);
        }
        double total = S.Sum(sum), mean = S.Sum(weighted);
        for (; i < count; i++)
        {
            var z = row[i] * inverseTemperature - highest;
            var e = MathF.Exp(z);
            total += e;
            mean += e * z;
        }
        return ((float)(highest + Math.Log(total)), (float)(highest + mean / total));
    }

    public override void LogitGradients(float* row, int count, float inverseTemperature, float logSum, float probabilityFactor, float entropyFactor, float entropy)
    {
        // ∂log p_t/∂z_j = (1[j = t] − p_j)/T,   ∂H/∂z_j = −p_j(log p_j + H)/T
        V factor = S.Broadcast(inverseTemperature), shift = S.Broadcast(logSum), h = S.Broadcast(entropy);
        V own = S.Broadcast(probabilityFactor * inverseTemperature), spread = S.Broadcast(entropyFactor * inverseTemperature);
        var i = 0;
        for (; i + S.Width <= count; i += S.Width)
        {
            var log = S.Subtract(S.Multiply(S.Load(row + i), factor), shift);
            S.Store(S.Multiply(SimdMath.Exp<S, V>(log), S.MultiplyAdd(S.Add(log, h), spread, own)), row + i);
        }
        for (; i < count; i++)
        {
            var log = row[i] * inverseTemperature - logSum;
            row[i] = MathF.Exp(log) * ((log + entropy) * entropyFactor + probabilityFactor) * inverseTemperature;
        }
    }

    private static float Highest(float* row, int count)
    {
        var i = 0;
        var highest = float.NegativeInfinity;
        if (count >= S.Width)
        {
            var top = S.Load(row);
            for (i = S.Width; i + S.Width <= count; i += S.Width) top = S.Max(top, S.Load(row + i));
            highest = S.Highest(top);
        }
        for (; i < count; i++) highest = MathF.Max(highest, row[i]);
        return highest;
    }
}
