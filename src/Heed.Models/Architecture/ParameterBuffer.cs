using System.Runtime.InteropServices;
using Heed.Models.Numerics.Native;

namespace Heed.Models.Architecture;

/// <summary>
/// Floats of a whole model, weights or gradients, in one 64-byte aligned native buffer. Weights that are only read may have the matrices of
/// their blocks in int8 instead.
/// </summary>
public sealed unsafe class ParameterBuffer : IDisposable
{
    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly Int8Matrices? _int8;
    private float* _data;

    /// <summary>Zeros for every parameter of the plan.</summary>
    public ParameterBuffer(DecoderPlan plan) : this(plan.Parameters, 0) { }

    /// <summary>Zeros; of int8 the matrices of the blocks are uncleared, and are to be set.</summary>
    internal ParameterBuffer(DecoderPlan plan, BaseNumbers numbers) : this(plan.Parameters, 0, numbers == BaseNumbers.Int8 ? [.. plan.Parameters.Where(plan.IsBlockMatrix)] : []) { }

    /// <summary>Zeros for parameters that follow one another.</summary>
    /// <param name="start">The offset of the first.</param>
    /// <param name="int8">Those that are kept in int8.</param>
    internal ParameterBuffer(IReadOnlyList<Parameter> parameters, long start, IReadOnlyList<Parameter>? int8 = null)
    {
        (_parameters, Start) = (parameters, start);
        if (int8 is { Count: > 0 }) _int8 = new Int8Matrices(int8);
        _data = LargeMemory.Floats(Length);
        NativeMemory.Clear(_data, (nuint)Length * sizeof(float));
    }

    /// <summary>The plan's offset of the first float.</summary>
    public long Start { get; }

    /// <summary>What the blocks' matrices are kept in.</summary>
    public BaseNumbers Numbers => _int8 is null ? BaseNumbers.Float32 : BaseNumbers.Int8;

    private long Length => _parameters[^1].Offset + _parameters[^1].Length - Start - (_int8?.Elements ?? 0);

    /// <summary>The buffer's first float.</summary>
    /// <exception cref="InvalidOperationException">Matrices are kept in int8: there is no float for every offset.</exception>
    public float* Data => _int8 is null ? _data : throw new InvalidOperationException("These weights have matrices in int8; read them a parameter at a time.");

    /// <summary>Every float; matrices in int8 are not among them.</summary>
    public Span<float> All => new(_data, checked((int)Length));

    /// <summary>One parameter, by its Hugging Face name.</summary>
    public Span<float> this[string name] => this[_parameters.FirstOrDefault(p => p.Name == name)
        ?? throw new KeyNotFoundException($"The model has no parameter '{name}'.")];

    public Span<float> this[Parameter parameter] => new(At(parameter.Offset), (int)parameter.Length);

    /// <summary>One parameter as it is multiplied: what lies here, or int8 widened.</summary>
    public ReadOnlySpan<float> Read(Parameter parameter)
    {
        if (_int8 is null || !_int8.Has(parameter)) return this[parameter];
        var matrix = new float[parameter.Length];
        _int8.Read(parameter, matrix);
        return matrix;
    }

    /// <summary>The same into memory of the caller's.</summary>
    internal void Read(Parameter parameter, Span<float> into)
    {
        if (_int8 is not null && _int8.Has(parameter)) _int8.Read(parameter, into);
        else this[parameter].CopyTo(into);
    }

    /// <summary>Sets one parameter, rounded where it is kept in int8.</summary>
    public void Write(Parameter parameter, ReadOnlySpan<float> values)
    {
        if (_int8 is not null && _int8.Has(parameter)) _int8.Set(parameter, values);
        else values.CopyTo(this[parameter]);
    }

    /// <summary>The same numbers again.</summary>
    internal ParameterBuffer Copy(DecoderPlan plan)
    {
        var copy = new ParameterBuffer(plan, Numbers);
        All.CopyTo(copy.All);
        _int8?.CopyTo(copy._int8!);
        return copy;
    }

    /// <summary>The float at an offset of the plan.</summary>
    internal float* At(long offset) => _data + (offset - Start - (_int8?.ElementsBefore(offset) ?? 0));

    /// <summary>The rows of an int8 matrix from an offset on; null where floats are.</summary>
    internal Numerics.Int8Rows? Int8(long offset) => _int8?.At(offset);

    public void Dispose()
    {
        _int8?.Dispose();
        LargeMemory.Free(_data);
        _data = null;
        GC.SuppressFinalize(this);
    }

    ~ParameterBuffer() => LargeMemory.Free(_data);
}
