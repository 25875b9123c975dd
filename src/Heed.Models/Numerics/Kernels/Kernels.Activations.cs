namespace Heed.Models.Numerics.Kernels;

internal sealed unsafe partial class Kernels<S, V>
{
    /// <summary>√(2/π)</summary>
    private const float GeluScale = 0.7978845608f;

    private const float GeluCubic = 0.044715f;

    public override void SwiGlu(float* x, float* y, int n, int inner) => ThreadTeam.For(n, RowGrain, (_, low, high) =>
    {
        for (var r = low; r < high; r++)
        {
            float* gate = x + r * 2 * inner, up = gate + inner, to = y + r * inner;
            var i = 0;
            for (; i + S.Width <= inner; i += S.Width)
            {
                var g = S.Load(gate + i);
                S.Store(S.Multiply(S.Multiply(g, SimdMath.Sigmoid<S, V>(g)), S.Load(up + i)), to + i);
            }
            for (; i < inner; i++) to[i] = gate[i] / (1 + MathF.Exp(-gate[i])) * up[i];
        }
    });

    public override void SwiGluBackward(float* dy, float* x, float* dx, int n, int inner) => ThreadTeam.For(n, RowGrain, (_, low, high) =>
    {
        for (var r = low; r < high; r++)
        {
            float* gate = x + r * 2 * inner, up = gate + inner, upstream = dy + r * inner, dgate = dx + r * 2 * inner, dup = dgate + inner;
            var i = 0;
            for (; i + S.Width <= inner; i += S.Width)
            {
                V g = S.Load(gate + i), u = S.Load(up + i), d = S.Load(upstream + i), sigmoid = SimdMath.Sigmoid<S, V>(g);
                var silu = S.Multiply(g, sigmoid);
                // silu′ = σ + silu·(1 − σ)
                var slope = S.MultiplyAdd(silu, S.Subtract(S.Broadcast(1f), sigmoid), sigmoid);
                S.Store(S.Multiply(S.Multiply(d, u), slope), dgate + i);
                S.Store(S.Multiply(d, silu), dup + i);
            }
            for (; i < inner; i++)
            {
                var sigmoid = 1 / (1 + MathF.Exp(-gate[i]));
                var silu = gate[i] * sigmoid;
                (dgate[i], dup[i]) = (upstream[i] * up[i] * (sigmoid + silu * (1 - sigmoid)), upstream[i] * silu);
            }
        }
    });

    public override void Gelu(float* x, float* y, long count) => ThreadTeam.For(count, ElementGrain, (_, low, high) =>
    {
        var i = low;
        for (; i + S.Width <= high; i += S.Width)
        {
            var v = S.Load(x + i);
            S.Store(S.Multiply(v, SimdMath.Sigmoid<S, V>(GeluArgument(v))), y + i);
        }
        for (; i < high; i++) y[i] = x[i] / (1 + MathF.Exp(-2 * GeluScale * (x[i] + GeluCubic * x[i] * x[i] * x[i])));
    });

    public override void GeluBackward(float* dy, float* x, float* dx, long count) => ThreadTeam.For(count, ElementGrain, (_, low, high) =>
    {
        var i = low;
        for (; i + S.Width <= high; i += S.Width)
        {
            V v = S.Load(x + i), s = SimdMath.Sigmoid<S, V>(GeluArgument(v));
            // ½(1 + tanh(a)) = σ(2a), so gelu′ = σ + x·σ(1 − σ)·2a′
            var slope = S.MultiplyAdd(S.Multiply(v, v), S.Broadcast(6 * GeluScale * GeluCubic), S.Broadcast(2 * GeluScale));
            var own = S.MultiplyAdd(S.Multiply(S.Multiply(v, s), S.Subtract(S.Broadcast(1f), s)), slope, s);
            S.Store(S.Multiply(S.Load(dy + i), own), dx + i);
        }
        for (; i < high; i++)
        {
            var s = 1 / (1 + MathF.Exp(-2 * GeluScale * (x[i] + GeluCubic * x[i] * x[i] * x[i])));
            dx[i] = dy[i] * (s + x[i] * s * (1 - s) * (2 * GeluScale + 6 * GeluScale * GeluCubic * x[i] * x[i]));
        }
    });

    private static V GeluArgument(V x) => S.Multiply(S.Broadcast(2 * GeluScale),
        S.MultiplyAdd(S.Multiply(S.Multiply(x, x), x), S.Broadcast(GeluCubic), x));
}
