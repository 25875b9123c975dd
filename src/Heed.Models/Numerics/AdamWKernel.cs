using System.Runtime.Intrinsics;

namespace Heed.Models.Numerics;

/// <summary>The numbers of one AdamW update (Loshchilov and Hutter 2019, arXiv 1711.05101, algorithm 2).</summary>
/// <param name="Rate">η of this step.</param>
/// <param name="Beta1">β₁.</param>
/// <param name="Beta2">β₂.</param>
/// <param name="Epsilon">ε, added to the root.</param>
/// <param name="WeightDecay">λ; 0 where the weights do not decay.</param>
/// <param name="BiasCorrection1">1 − β₁ᵗ.</param>
/// <param name="BiasCorrection2">1 − β₂ᵗ.</param>
/// <param name="GradientScale">What gradients are multiplied by first: the clipping factor, 1 for none.</param>
public readonly record struct AdamWNumbers(
    double Rate, double Beta1, double Beta2, double Epsilon, double WeightDecay, double BiasCorrection1, double BiasCorrection2, double GradientScale);

/// <summary>One AdamW update of a flat range in a single pass over memory, on the team.</summary>
public static unsafe class AdamWKernel
{
    private const int Grain = 1 << 13;

    /// <summary>m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;  θ ← (1−ηλ)θ − η/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε). Lengths are equal.</summary>
    public static void Step(Span<float> weights, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, in AdamWNumbers numbers)
    {
        if (gradients.Length != weights.Length || first.Length != weights.Length || second.Length != weights.Length)
            throw new ArgumentException($"Lengths differ: {weights.Length} weights, {gradients.Length} gradients, {first.Length} and {second.Length} moments.", nameof(gradients));
        fixed (float* w = weights, g = gradients, m = first, v = second)
        {
            if (SimdChoice.Wide) Step<Simd512, Vector512<float>>(w, g, m, v, weights.Length, numbers);
            else Step<Simd256, Vector256<float>>(w, g, m, v, weights.Length, numbers);
        }
    }

    internal static void Step<S, V>(float* w, float* g, float* m, float* v, long count, AdamWNumbers n) where S : struct, ISimd<V> where V : struct =>
        ThreadTeam.Share(count, Grain, (_, low, high) =>
        {
            var update = new Update<S, V>(n);
            var i = low;
            for (; i + S.Width <= high; i += S.Width) update.Lanes(w + i, g + i, m + i, v + i);
            for (; i < high; i++) update.One(w + i, g + i, m + i, v + i);
        });

    private readonly struct Update<S, V>(AdamWNumbers n) where S : struct, ISimd<V> where V : struct
    {
        private readonly float _scale = (float)n.GradientScale, _new1 = (float)(1 - n.Beta1), _new2 = (float)(1 - n.Beta2), _beta2 = (float)n.Beta2;
        private readonly float _keep = (float)(1 - n.Rate * n.WeightDecay), _size = (float)(n.Rate / n.BiasCorrection1);
        private readonly float _inverseRoot = (float)(1 / Math.Sqrt(n.BiasCorrection2)), _epsilon = (float)n.Epsilon;

        public void Lanes(float* w, float* g, float* m, float* v)
        {
            V gradient = S.Multiply(S.Load(g), S.Broadcast(_scale)), first = S.Load(m);
            first = S.MultiplyAdd(S.Subtract(gradient, first), S.Broadcast(_new1), first);
            var second = S.MultiplyAdd(S.Multiply(gradient, gradient), S.Broadcast(_new2), S.Multiply(S.Load(v), S.Broadcast(_beta2)));
            S.Store(first, m);
            S.Store(second, v);
            var divisor = S.MultiplyAdd(S.Sqrt(second), S.Broadcast(_inverseRoot), S.Broadcast(_epsilon));
            var step = S.Divide(S.Multiply(first, S.Broadcast(_size)), divisor);
            S.Store(S.Subtract(S.Multiply(S.Load(w), S.Broadcast(_keep)), step), w);
        }

        /// <summary>The same operations in the same order, for what is left over.</summary>
        public void One(float* w, float* g, float* m, float* v)
        {
            var gradient = *g * _scale;
            *m = MathF.FusedMultiplyAdd(gradient - *m, _new1, *m);
            *v = MathF.FusedMultiplyAdd(gradient * gradient, _new2, *v * _beta2);
            *w = *w * _keep - *m * _size / MathF.FusedMultiplyAdd(MathF.Sqrt(*v), _inverseRoot, _epsilon);
        }
    }
}
