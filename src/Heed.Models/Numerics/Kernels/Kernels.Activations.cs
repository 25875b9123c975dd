using Heed.Models.Architecture;

namespace Heed.Models.Numerics.Kernels;

internal sealed unsafe partial class Kernels<S, V>
{
    public override void Gate(Activation kind, float* x, float* y, int n, int inner)
    {
        switch (kind)
        {
            case Activation.Silu: Gate<Silu<S, V>>(x, y, n, inner); break;
            case Activation.Gelu: Gate<Gelu<S, V>>(x, y, n, inner); break;
            default: Gate<GeluTanh<S, V>>(x, y, n, inner); break;
        }
    }

    public override void GateBackward(Activation kind, float* dy, float* x, float* dx, int n, int inner)
    {
        switch (kind)
        {
            case Activation.Silu: GateBackward<Silu<S, V>>(dy, x, dx, n, inner); break;
            case Activation.Gelu: GateBackward<Gelu<S, V>>(dy, x, dx, n, inner); break;
            default: GateBackward<GeluTanh<S, V>>(dy, x, dx, n, inner); break;
        }
    }

    public override void Activate(Activation kind, float* x, float* y, long count)
    {
        switch (kind)
        {
            case Activation.Silu: Activate<Silu<S, V>>(x, y, count); break;
            case Activation.Gelu: Activate<Gelu<S, V>>(x, y, count); break;
            default: Activate<GeluTanh<S, V>>(x, y, count); break;
        }
    }

    public override void ActivateBackward(Activation kind, float* dy, float* x, float* dx, long count)
    {
        switch (kind)
        {
            case Activation.Silu: ActivateBackward<Silu<S, V>>(dy, x, dx, count); break;
            case Activation.Gelu: ActivateBackward<Gelu<S, V>>(dy, x, dx, count); break;
            default: ActivateBackward<GeluTanh<S, V>>(dy, x, dx, count); break;
        }
    }

    private static void Gate<A>(float* x, float* y, int n, int inner) where A : IActivation<S, V> => ThreadTeam.Share(n, RowGrain, (_, low, high) =>
    {
        for (var r = low; r < high; r++)
        {
            float* gate = x + r * 2 * inner, up = gate + inner, to = y + r * inner;
            var i = 0;
            for (; i + S.Width <= inner; i += S.Width) S.Store(S.Multiply(A.Value(S.Load(gate + i)), S.Load(up + i)), to + i);
            for (; i < inner; i++) to[i] = One<A>(gate[i]).Value * up[i];
        }
    });

    private static void GateBackward<A>(float* dy, float* x, float* dx, int n, int inner) where A : IActivation<S, V> => ThreadTeam.Share(n, RowGrain, (_, low, high) =>
    {
        for (var r = low; r < high; r++)
        {
            float* gate = x + r * 2 * inner, up = gate + inner, upstream = dy + r * inner, dgate = dx + r * 2 * inner, dup = dgate + inner;
            var i = 0;
            for (; i + S.Width <= inner; i += S.Width)
            {
                V u = S.Load(up + i), d = S.Load(upstream + i);
                var (value, slope) = A.Both(S.Load(gate + i));
                S.Store(S.Multiply(S.Multiply(d, u), slope), dgate + i);
                S.Store(S.Multiply(d, value), dup + i);
            }
            for (; i < inner; i++)
            {
                var (value, slope) = One<A>(gate[i]);
                (dgate[i], dup[i]) = (upstream[i] * up[i] * slope, upstream[i] * value);
            }
        }
    });

    private static void Activate<A>(float* x, float* y, long count) where A : IActivation<S, V> => ThreadTeam.Share(count, ElementGrain, (_, low, high) =>
    {
        var i = low;
        for (; i + S.Width <= high; i += S.Width) S.Store(A.Value(S.Load(x + i)), y + i);
        for (; i < high; i++) y[i] = One<A>(x[i]).Value;
    });

    private static void ActivateBackward<A>(float* dy, float* x, float* dx, long count) where A : IActivation<S, V> => ThreadTeam.Share(count, ElementGrain, (_, low, high) =>
    {
        var i = low;
        for (; i + S.Width <= high; i += S.Width) S.Store(S.Multiply(S.Load(dy + i), A.Both(S.Load(x + i)).Slope), dx + i);
        for (; i < high; i++) dx[i] = dy[i] * One<A>(x[i]).Slope;
    });

    private static (float Value, float Slope) One<A>(float x) where A : IActivation<S, V>
    {
        var (value, slope) = A.Both(S.Broadcast(x));
        var lanes = stackalloc float[2 * S.Width];
        S.Store(value, lanes);
        S.Store(slope, lanes + S.Width);
        return (lanes[0], lanes[S.Width]);
    }
}
