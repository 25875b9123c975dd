using System.Runtime.Intrinsics;
using Heed.Models.Numerics;

namespace Heed.Models.Generation;

/// <summary>Takes the rows of a step through the model, in the vector width of the machine.</summary>
internal abstract class ModelPass : IDisposable
{
    /// <summary>Called on any thread of the team with the index of a row of logits and the logits (V).</summary>
    public delegate void OnLogits(int logitRow, ReadOnlySpan<float> logits);

    /// <param name="rows">The most rows that one pass takes.</param>
    public static ModelPass For(WeightSource weights, KeyValueCache cache, int rows, GeneratorOptions options) => SimdChoice.Wide
        ? new ModelPass<Simd512, Vector512<float>>(weights, cache, rows, options)
        : new ModelPass<Simd256, Vector256<float>>(weights, cache, rows, options);

    /// <summary>Bytes of the matrices, all of which one token reads.</summary>
    public abstract long WeightBytes { get; }

    /// <summary>Copies the model's weights as they are now.</summary>
    public abstract void Refresh();

    /// <summary>Runs all rows, writes their keys and values, and hands out the logits of some of them (ascending).</summary>
    public abstract void Run(IReadOnlyList<StepRow> rows, IReadOnlyList<int> logitRows, OnLogits onLogits);

    public abstract void Dispose();
}
