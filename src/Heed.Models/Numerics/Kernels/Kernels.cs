using Heed.Models.Architecture;
using System.Runtime.Intrinsics;

namespace Heed.Models.Numerics.Kernels;

/// <summary>
/// The small operations of a decoder, forward and backward, over rows of float32 in native memory. One body each, generic over the
/// vector width; every width gives the same numbers to rounding. Sums over tokens are split by columns, so their order is fixed.
/// </summary>
internal abstract unsafe class Kernels
{
    /// <summary>8 floats at a time.</summary>
    public static Kernels Narrow { get; } = new Kernels<Simd256, Vector256<float>>();

    /// <summary>16 floats at a time.</summary>
    public static Kernels Wide { get; } = new Kernels<Simd512, Vector512<float>>();

    /// <summary>Those of the chosen width.</summary>
    public static Kernels Chosen => SimdChoice.Wide ? Wide : Narrow;

    /// <summary>y += x, element by element.</summary>
    public abstract void Add(float* x, float* y, long count);

    /// <summary>y (N, W) += b (W)</summary>
    public abstract void AddBias(float* y, float* bias, int n, int width);

    /// <summary>db (W) += Σ dy (N, W) over rows</summary>
    public abstract void AddColumnSums(float* dy, float* dbias, int n, int width);

    /// <summary>x (N, W) = E[token] (+ P[position])</summary>
    public abstract void Embed(int[] tokens, int[] positions, float* table, float* places, float* x, int width);

    /// <summary>dE[token] += dx</summary>
    public abstract void EmbedBackward(int[] rows, float* dx, float* dtable, int width);

    /// <summary>y = x / rms(x) · g;  scale (N) keeps 1 / rms.</summary>
    public abstract void RmsNorm(float* x, float* gain, float* y, float* scale, int n, int width, float epsilon);

    /// <summary>dx += …; dg += …</summary>
    public abstract void RmsNormBackward(float* dy, float* x, float* gain, float* scale, float* dx, float* dgain, int n, int width);

    /// <summary>y = (x − mean) / sd · g + b;  mean (N) and scale (N) = 1 / sd are kept.</summary>
    public abstract void LayerNorm(float* x, float* gain, float* bias, float* y, float* mean, float* scale, int n, int width, float epsilon);

    /// <summary>dx += …; dg += …; db += …</summary>
    public abstract void LayerNormBackward(float* dy, float* x, float* gain, float* mean, float* scale, float* dx, float* dgain, float* dbias, int n, int width);

    /// <summary>y (N, F) = act(gate) · up;  x (N, 2F) holds gate, then up.</summary>
    public abstract void Gate(Activation kind, float* x, float* y, int n, int inner);

    /// <summary>dx (N, 2F) from dy (N, F)</summary>
    public abstract void GateBackward(Activation kind, float* dy, float* x, float* dx, int n, int inner);

    /// <summary>The widest pair of vectors: what rows of bfloat16 are a multiple of.</summary>
    public const int HalfMultiple = 32;

    /// <summary>y (N, F) = act(gate) · up in bfloat16, computed in float32;  x (N, 2F) holds gate, then up; F a multiple of <see cref="HalfMultiple"/>.</summary>
    public abstract void Gate(Activation kind, ushort* x, ushort* y, int n, int inner);

    /// <summary>dx (N, 2F) from dy (N, F), in bfloat16 likewise.</summary>
    public abstract void GateBackward(Activation kind, ushort* dy, ushort* x, ushort* dx, int n, int inner);

    /// <summary>y = act(x)</summary>
    public abstract void Activate(Activation kind, float* x, float* y, long count);

    /// <summary>dx = dy · act′(x)</summary>
    public abstract void ActivateBackward(Activation kind, float* dy, float* x, float* dx, long count);

    /// <summary>Turns the pairs (i, i + turned/2) of every query and key by its position's row of the table; inverse turns back.</summary>
    /// <param name="turned">Elements of a head that turn, the first ones.</param>
    public abstract void Rotate(float* fused, ReadOnlySpan<int> positions, float* cosines, float* sines, int heads, int headWidth, int turned, int stride, bool inverse);

    /// <summary>z = cap·tanh(scale·z/cap) over the first <paramref name="count"/> of a row, in place.</summary>
    /// <param name="slope">(count): the derivative by z; null: not asked for.</param>
    public abstract void Cap(float* row, int count, float scale, float cap, float* slope);

    /// <summary>p = softmax over the first <paramref name="count"/> of a row, in place.</summary>
    public abstract void Softmax(float* row, int count, float scale);

    /// <summary>dz = p ∘ (dp − Σ p·dp) · scale over the first <paramref name="count"/> of a row, in place of dp.</summary>
    public abstract void SoftmaxBackward(float* p, float* dp, int count, float scale);

    /// <summary>For a row of logits z/T: log Σ e^z, and Σ p·z for the entropy H = log Σ e^z − Σ p·z.</summary>
    public abstract (float LogSum, float Mean) LogSumExp(float* row, int count, float inverseTemperature);

    /// <summary>row[j] = (a·p_j + e·p_j·(log p_j + H)) · 1/T with p from the row's logits: the gradient of a log-probability or an entropy by the logits, bar the target's own term.</summary>
    public abstract void LogitGradients(float* row, int count, float inverseTemperature, float logSum, float probabilityFactor, float entropyFactor, float entropy);

    /// <summary>Σ x·y</summary>
    public abstract float Dot(float* x, float* y, int count);

    /// <summary>y *= x, element by element.</summary>
    public abstract void Multiply(float* x, float* y, int count);

    /// <summary>x *= a</summary>
    public abstract void Scale(float a, float* x, long count);

    /// <summary>Copies (rows, width) from rows that lie a stride apart to rows that lie another apart.</summary>
    public abstract void CopyRows(float* from, long fromStride, float* to, long toStride, int rows, int width);

    /// <summary>y += a·x</summary>
    public abstract void AddScaled(float a, float* x, float* y, int count);
}
