namespace Heed.Models.Numerics;

/// <summary>
/// The right operand of a product, which is only ever read to pack panels of it: a matrix of floats, or one in int8 with a factor for each
/// row, or for each column where it is seen transposed.
/// </summary>
internal readonly unsafe struct PanelSource
{
    private readonly MatrixView _floats;
    private readonly sbyte* _numbers;
    private readonly float* _factors;
    private readonly long _rowStride, _columnStride;

    public PanelSource(MatrixView floats) => _floats = floats;

    private PanelSource(sbyte* numbers, float* factors, long rowStride, long columnStride)
    {
        _numbers = numbers;
        _factors = factors;
        (_rowStride, _columnStride) = (rowStride, columnStride);
    }

    /// <summary>Whether columns lie along memory, each with its factor.</summary>
    private bool ByColumn => _columnStride > 0;

    /// <summary>Rows of int8 numbers, <paramref name="width"/> apart, each with a factor.</summary>
    public static PanelSource OfInt8(sbyte* numbers, float* factors, int width) => new(numbers, factors, width, 0);

    /// <summary>The same seen transposed.</summary>
    public static PanelSource OfInt8Transposed(sbyte* numbers, float* factors, int width) => new(numbers, factors, 1, width);

    /// <summary>The part that begins at an element.</summary>
    public PanelSource At(long row, long column) => _numbers == null ? new(_floats.At(row, column))
        : ByColumn ? new(_numbers + row + column * _columnStride, _factors + column, 1, _columnStride)
        : new(_numbers + row * _rowStride + column, _factors + row, _rowStride, 0);

    /// <summary>Whether its rows lie along memory as floats, so that panels beside each other are best packed together.</summary>
    public bool LiesInRows => _numbers == null && _floats.ColumnStride == 1;

    /// <summary>As <see cref="Panels.PackBeside"/>.</summary>
    public void PackBeside(int depth, int count, float* panels, int width) => Panels.PackBeside(_floats, depth, count, panels, width);

    /// <summary>panel (depth, width) = the first columns, filled up with zeros.</summary>
    public void Pack(int depth, int columns, float* panel, int width)
    {
        if (_numbers == null)
        {
            Panels.Pack(_floats, depth, columns, panel, width);
            return;
        }
        if (columns < width) new Span<float>(panel, depth * width).Clear();
        if (ByColumn) Int8Panel.Turn(_numbers, _factors, _columnStride, depth, columns, panel, width);
        else
            for (var k = 0; k < depth; k++) Int8Rows.WidenRow(_numbers + k * _rowStride, _factors[k], panel + k * width, columns);
    }
}
