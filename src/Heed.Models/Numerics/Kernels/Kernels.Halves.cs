using Heed.Models.Architecture;

namespace Heed.Models.Numerics.Kernels;

internal sealed unsafe partial class Kernels<S, V>
{
    public override void Gate(Activation kind, ushort* x, ushort* y, int n, int inner)
    {
        switch (kind)
        {
            case Activation.Silu: Gate<Silu<S, V>>(x, y, n, inner); break;
            case Activation.Gelu: Gate<Gelu<S, V>>(x, y, n, inner); break;
            default: Gate<GeluTanh<S, V>>(x, y, n, inner); break;
        }
    }

    public override void GateBackward(Activation kind, ushort* dy, ushort* x, ushort* dx, int n, int inner)
    {
        switch (kind)
        {
            case Activation.Silu: GateBackward<Silu<S, V>>(dy, x, dx, n, inner); break;
            case Activation.Gelu: GateBackward<Gelu<S, V>>(dy, x, dx, n, inner); break;
            default: GateBackward<GeluTanh<S, V>>(dy, x, dx, n, inner); break;
        }
    }

    private static void Gate<A>(ushort* x, ushort* y, int n, int inner) where A : IActivation<S, V> => ThreadTeam.Share(n, RowGrain, (_, low, high) =>
    {
        for (var r = low; r < high; r++)
        {
            ushort* gate = x + r * 2 * inner, up = gate + inner, to = y + r * inner;
            for (var i = 0; i < inner; i += 2 * S.Width)
            {
                var (g0, g1) = S.Widen(gate + i);
                var (u0, u1) = S.Widen(up + i);
                S.Round(S.Multiply(A.Value(g0), u0), S.Multiply(A.Value(g1), u1), to + i);
            }
        }
    });

    private static void GateBackward<A>(ushort* dy, ushort* x, ushort* dx, int n, int inner) where A : IActivation<S, V> => ThreadTeam.Share(n, RowGrain, (_, low, high) =>
    {
        for (var r = low; r < high; r++)
        {
            ushort* gate = x + r * 2 * inner, up = gate + inner, upstream = dy + r * inner, dgate = dx + r * 2 * inner, dup = dgate + inner;
            for (var i = 0; i < inner; i += 2 * S.Width)
            {
                var (g0, g1) = S.Widen(gate + i);
                var (u0, u1) = S.Widen(up + i);
                var (d0, d1) = S.Widen(upstream + i);
                var (value0, slope0) = A.Both(g0);
                var (value1, slope1) = A.Both(g1);
                S.Round(S.Multiply(S.Multiply(d0, u0), slope0), S.Multiply(S.Multiply(d1, u1), slope1), dgate + i);
                S.Round(S.Multiply(d0, value0), S.Multiply(d1, value1), dup + i);
            }
        }
    });
}
