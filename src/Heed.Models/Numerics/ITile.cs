namespace Heed.Models.Numerics;

/// <summary>The innermost step of a matrix product: a tile of C in registers.</summary>
internal unsafe interface ITile
{
    static abstract int Rows { get; }
    static abstract int Columns { get; }

    /// <summary>
    /// C (rows, Columns) = or += A (rows, k) · B (k, Columns). A's rows lie <paramref name="rowStride"/> apart and are dense; B is a packed
    /// panel. Fewer rows than <see cref="Rows"/> are computed with the last one repeated and only the asked-for ones are written.
    /// </summary>
    static abstract void Multiply(float* a, long rowStride, float* b, int k, float* c, long stride, int rows, bool add);
}
