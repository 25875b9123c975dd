using System.Runtime.InteropServices;
using Heed.Models.Numerics;
using Heed.Models.Numerics.Native;

namespace Heed.Models.Architecture;

/// <summary>
/// Some of a model's matrices as whole numbers of −127 … 127 and a factor a row (Dettmers et al. 2022, arXiv 2208.07339, eq. 3): a quarter
/// of their memory.
/// </summary>
internal sealed unsafe class Int8Matrices : IDisposable
{
    private readonly Parameter[] _parameters;
    private readonly long[] _elements, _rows;       // before each
    private float* _numbers, _scales;

    /// <param name="parameters">In the order of their offsets.</param>
    public Int8Matrices(IReadOnlyList<Parameter> parameters)
    {
        _parameters = [.. parameters];
        (_elements, _rows) = (new long[_parameters.Length + 1], new long[_parameters.Length + 1]);
        for (var i = 0; i < _parameters.Length; i++) (_elements[i + 1], _rows[i + 1]) = (_elements[i] + _parameters[i].Length, _rows[i] + _parameters[i].Rows);
        _numbers = LargeMemory.Floats((Elements + 3) / 4);
        _scales = LargeMemory.Floats(_rows[^1]);
    }

    /// <summary>Numbers of all.</summary>
    public long Elements => _elements[^1];

    public bool Has(Parameter parameter) => Index(parameter.Offset) is >= 0 and var i && _parameters[i].Offset == parameter.Offset;

    /// <summary>How many of the elements before an offset lie here.</summary>
    public long ElementsBefore(long offset)
    {
        var i = Last(offset);
        return i < 0 ? 0 : offset < _parameters[i].Offset + _parameters[i].Length
            ? throw new InvalidOperationException($"'{_parameters[i].Name}' is kept in int8; it has no floats.") : _elements[i + 1];
    }

    /// <summary>The rows from an offset on, which begins one; null where no matrix of this kind is.</summary>
    public Int8Rows? At(long offset)
    {
        var i = Index(offset);
        if (i < 0) return null;
        var row = (offset - _parameters[i].Offset) / _parameters[i].Columns;
        return new Int8Rows((sbyte*)_numbers + _elements[i] + row * _parameters[i].Columns, _scales + _rows[i] + row);
    }

    /// <summary>Rounds a matrix.</summary>
    public void Set(Parameter parameter, ReadOnlySpan<float> matrix)
    {
        var rows = At(parameter.Offset)!.Value;
        for (var r = 0; r < parameter.Rows; r++) rows.Set(r, matrix.Slice(r * parameter.Columns, parameter.Columns));
    }

    /// <summary>The matrix as it is multiplied.</summary>
    public void Read(Parameter parameter, Span<float> matrix)
    {
        fixed (float* target = matrix) At(parameter.Offset)!.Value.Widen(0, parameter.Rows, parameter.Columns, target);
    }

    public void CopyTo(Int8Matrices other)
    {
        NativeMemory.Copy(_numbers, other._numbers, (nuint)Elements);
        NativeMemory.Copy(_scales, other._scales, (nuint)_rows[^1] * sizeof(float));
    }

    public void Dispose()
    {
        LargeMemory.Free(_numbers);
        LargeMemory.Free(_scales);
        _numbers = _scales = null;
        GC.SuppressFinalize(this);
    }

    ~Int8Matrices()
    {
        LargeMemory.Free(_numbers);
        LargeMemory.Free(_scales);
    }

    /// <summary>The matrix that an offset lies in; -1 for none.</summary>
    private int Index(long offset) => Last(offset) is >= 0 and var i && offset < _parameters[i].Offset + _parameters[i].Length ? i : -1;

    /// <summary>The last matrix that begins at or before an offset.</summary>
    private int Last(long offset)
    {
        var (low, high) = (0, _parameters.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_parameters[middle].Offset <= offset) low = middle + 1;
            else high = middle;
        }
        return low - 1;
    }
}
