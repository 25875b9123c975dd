namespace Heed.Models.Numerics;

/// <summary>A matrix seen through its strides: element (i, j) lies at <c>i·RowStride + j·ColumnStride</c>; one of the two is 1. It owns nothing.</summary>
internal readonly unsafe struct MatrixView(float* data, long rowStride, long columnStride)
{
    public float* Data { get; } = data;
    public long RowStride { get; } = rowStride;
    public long ColumnStride { get; } = columnStride;

    /// <summary>The part that begins at an element.</summary>
    public MatrixView At(long row, long column) => new(Data + row * RowStride + column * ColumnStride, RowStride, ColumnStride);

    /// <summary>Rows and columns exchanged.</summary>
    public MatrixView Transposed => new(Data, ColumnStride, RowStride);
}
