using System.Numerics;
using System.Runtime.InteropServices;
using Heed.Models.Numerics;

namespace Heed.Learning.Optimization;

/// <summary>
/// Momentum, orthogonalised: m ← m + (1−μ)(g − m); u = g + μ(m − g) with Nesterov's look-ahead, else m; O ≈ UVᵀ where u = UΣVᵀ;
/// θ ← (1−ηλ)θ − ηs·O (Jordan 2024, "Muon: an optimizer for hidden layers in neural networks", in the form of torch.optim.Muon). For matrices.
/// </summary>
public sealed record Muon : UpdateRule
{
    /// <summary>μ in [0, 1).</summary>
    public double Momentum { get; init; } = 0.95;

    /// <summary>Whether the step looks ahead along the momentum.</summary>
    public bool Nesterov { get; init; } = true;

    /// <summary>Times Newton and Schulz's polynomial is applied.</summary>
    public int NewtonSchulzSteps { get; init; } = 5;

    /// <summary>a, b and c of the polynomial.</summary>
    public (double A, double B, double C) Coefficients { get; init; } = (3.4445, -4.775, 2.0315);

    /// <summary>The least norm that a matrix is divided by.</summary>
    public double Epsilon { get; init; } = 1e-7;

    /// <summary>How the step follows the matrix' shape.</summary>
    public MuonScale Scale { get; init; }

    /// <inheritdoc/>
    public override int Moments => 1;

    /// <inheritdoc/>
    public override void Update<T>(in ParameterSlice<T> slice)
    {
        var update = new T[slice.Weights.Length];
        Follow(slice, update);
        if (typeof(T) == typeof(float)) Orthogonalization.Apply(MemoryMarshal.Cast<T, float>(update.AsSpan()), slice.Rows, slice.Columns, Coefficients, NewtonSchulzSteps, Epsilon);
        else update = Orthogonalized(update, slice.Rows, slice.Columns);
        var keep = T.CreateChecked(slice.Decays ? 1 - slice.Rate * WeightDecay : 1);
        var size = T.CreateChecked(slice.Rate * Factor(slice.Rows, slice.Columns));
        for (var i = 0; i < update.Length; i++) slice.Weights[i] = slice.Weights[i] * keep - size * update[i];
    }

    /// <summary>Momentum, and what it says of this step.</summary>
    private void Follow<T>(in ParameterSlice<T> slice, T[] update) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (scale, fresh, momentum) = (T.CreateChecked(slice.GradientScale), T.CreateChecked(1 - Momentum), T.CreateChecked(Momentum));
        for (var i = 0; i < update.Length; i++)
        {
            var g = slice.Gradients[i] * scale;
            slice.First[i] += (g - slice.First[i]) * fresh;
            update[i] = Nesterov ? g + (slice.First[i] - g) * momentum : slice.First[i];
        }
    }

    private double Factor(double rows, double columns) =>
        Scale == MuonScale.Original ? Math.Sqrt(Math.Max(1, rows / columns)) : 0.2 * Math.Sqrt(Math.Max(rows, columns));

    /// <summary>The polynomial in any type, plainly: what <see cref="Orthogonalization"/> is held to.</summary>
    internal T[] Orthogonalized<T>(T[] matrix, int rows, int columns) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var tall = rows > columns;
        var x = tall ? Turned(matrix, rows, columns) : matrix;
        var (low, high) = (Math.Min(rows, columns), Math.Max(rows, columns));
        var norm = T.Max(T.Sqrt(x.Aggregate(T.Zero, (sum, v) => sum + v * v)), T.CreateChecked(Epsilon));
        x = [.. x.Select(v => v / norm)];
        var (a, b, c) = (T.CreateChecked(Coefficients.A), T.CreateChecked(Coefficients.B), T.CreateChecked(Coefficients.C));
        for (var step = 0; step < NewtonSchulzSteps; step++)
        {
            var gram = Product(x, Turned(x, low, high), low, high, low);
            T[] polynomial = [.. Product(gram, gram, low, low, low).Select((square, i) => b * gram[i] + c * square)];
            x = [.. Product(polynomial, x, low, low, high).Select((v, i) => a * x[i] + v)];
        }
        return tall ? Turned(x, low, high) : x;
    }

    private static T[] Turned<T>(T[] matrix, int rows, int columns) => [.. from c in Enumerable.Range(0, columns) from r in Enumerable.Range(0, rows) select matrix[r * columns + c]];

    private static T[] Product<T>(T[] a, T[] b, int n, int inner, int m) where T : IFloatingPointIeee754<T> =>
        [.. from i in Enumerable.Range(0, n) from j in Enumerable.Range(0, m) select Enumerable.Range(0, inner).Aggregate(T.Zero, (sum, k) => sum + a[i * inner + k] * b[k * m + j])];
}

/// <summary>How the step of <see cref="Muon"/> follows a matrix' shape.</summary>
public enum MuonScale
{
    /// <summary>√max(1, rows/columns).</summary>
    Original,
    /// <summary>0.2·√max(rows, columns): as long as AdamW's usual step (Liu et al. 2025, arXiv 2502.16982, eq. 4).</summary>
    MatchRms,
}
