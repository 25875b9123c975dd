namespace Heed.Models.Numerics.Kernels;

/// <inheritdoc/>
internal sealed unsafe partial class Kernels<S, V> : Kernels where S : struct, ISimd<V> where V : struct
{
    /// <summary>Rows below which a second thread costs more than it saves.</summary>
    private const int RowGrain = 32;

    private const int ElementGrain = 1 << 14;

    public override void Add(float* x, float* y, long count) => ThreadTeam.Share(count, ElementGrain, (_, low, high) =>
    {
        var i = low;
        for (; i + S.Width <= high; i += S.Width) S.Store(S.Add(S.Load(x + i), S.Load(y + i)), y + i);
        for (; i < high; i++) y[i] += x[i];
    });

    public override void AddBias(float* y, float* bias, int n, int width) => ThreadTeam.Share(n, RowGrain, (_, low, high) =>
    {
        for (var r = low; r < high; r++) AddScaled(1, bias, y + r * width, width);
    });

    public override void AddColumnSums(float* dy, float* dbias, int n, int width) => ThreadTeam.Share(width, 16, (_, low, high) =>
    {
        for (var r = 0; r < n; r++) AddScaled(1, dy + (long)r * width + low, dbias + low, (int)(high - low));
    });

    public override void Embed(int[] tokens, int[] positions, float* table, float* places, float* x, int width) =>
        ThreadTeam.Share(tokens.Length, RowGrain, (_, low, high) =>
        {
            for (var r = low; r < high; r++)
            {
                new ReadOnlySpan<float>(table + (long)tokens[r] * width, width).CopyTo(new Span<float>(x + r * width, width));
                if (places != null) AddScaled(1, places + (long)positions[r] * width, x + r * width, width);
            }
        });

    public override void EmbedBackward(int[] rows, float* dx, float* dtable, int width) => ThreadTeam.Share(width, 16, (_, low, high) =>
    {
        for (var r = 0; r < rows.Length; r++)
            AddScaled(1, dx + (long)r * width + low, dtable + (long)rows[r] * width + low, (int)(high - low));
    });

    public override float Dot(float* x, float* y, int count)
    {
        var sum = S.Zero;
        var i = 0;
        for (; i + S.Width <= count; i += S.Width) sum = S.MultiplyAdd(S.Load(x + i), S.Load(y + i), sum);
        var total = S.Sum(sum);
        for (; i < count; i++) total += x[i] * y[i];
        return total;
    }

    public override void AddScaled(float a, float* x, float* y, int count)
    {
        var factor = S.Broadcast(a);
        var i = 0;
        for (; i + S.Width <= count; i += S.Width) S.Store(S.MultiplyAdd(factor, S.Load(x + i), S.Load(y + i)), y + i);
        for (; i < count; i++) y[i] += a * x[i];
    }

    public override void Multiply(float* x, float* y, int count)
    {
        var i = 0;
        for (; i + S.Width <= count; i += S.Width) S.Store(S.Multiply(S.Load(x + i), S.Load(y + i)), y + i);
        for (; i < count; i++) y[i] *= x[i];
    }

    public override void Scale(float a, float* x, long count) => ThreadTeam.Share(count, ElementGrain, (_, low, high) =>
    {
        var factor = S.Broadcast(a);
        var i = low;
        for (; i + S.Width <= high; i += S.Width) S.Store(S.Multiply(factor, S.Load(x + i)), x + i);
        for (; i < high; i++) x[i] *= a;
    });

    public override void CopyRows(float* from, long fromStride, float* to, long toStride, int rows, int width) => ThreadTeam.Share(rows, RowGrain, (_, low, high) =>
    {
        for (var r = low; r < high; r++) new ReadOnlySpan<float>(from + r * fromStride, width).CopyTo(new Span<float>(to + r * toStride, width));
    });

    public override void Rotate(float* fused, ReadOnlySpan<int> positions, float* cosines, float* sines, int heads, int headWidth, int turned, int stride, bool inverse)
    {
        fixed (int* position = positions)
        {
            var at = position;
            var half = turned / 2;
            ThreadTeam.Share(positions.Length, RowGrain, (_, low, high) =>
            {
                for (var r = low; r < high; r++)
                {
                    float* cos = cosines + (long)at[r] * half, sin = sines + (long)at[r] * half;
                    for (var h = 0; h < heads; h++) Turn(fused + r * stride + h * headWidth, cos, sin, half, inverse ? -1 : 1);
                }
            });
        }
    }

    private static void Turn(float* x, float* cos, float* sin, int half, float sign)
    {
        var i = 0;
        for (; i + S.Width <= half; i += S.Width)
        {
            V a = S.Load(x + i), b = S.Load(x + half + i), c = S.Load(cos + i), s = S.Multiply(S.Load(sin + i), S.Broadcast(sign));
            S.Store(S.Subtract(S.Multiply(a, c), S.Multiply(b, s)), x + i);
            S.Store(S.MultiplyAdd(a, s, S.Multiply(b, c)), x + half + i);
        }
        for (; i < half; i++)
        {
            var (a, b, s) = (x[i], x[half + i], sin[i] * sign);
            (x[i], x[half + i]) = (a * cos[i] - b * s, a * s + b * cos[i]);
        }
    }
}
