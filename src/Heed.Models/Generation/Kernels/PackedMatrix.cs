using System.Runtime.Intrinsics;
using Heed.Models.Architecture;
using Heed.Models.Numerics;
using Heed.Models.Numerics.Native;

namespace Heed.Models.Generation.Kernels;

/// <summary>
/// A linear map's weights for many multiplications: panels of some outputs each, so that a multiplication reads memory in order.
/// Outputs beyond the last one are zero.
/// </summary>
internal sealed unsafe class PackedMatrix
{
    private readonly LinearMap _map;
    private readonly PanelFormat _format;
    private readonly byte* _panels;
    private readonly ushort* _plain;
    private readonly float* _bias, _scales;

    /// <param name="memory">Where it lies, as long as that lives.</param>
    /// <param name="width">Floats in a vector.</param>
    /// <param name="plain">Keep a copy in bfloat16 for the library too.</param>
    public PackedMatrix(LinearMap map, PackedType type, LargeArena memory, int width, bool plain = false)
    {
        (_map, Type, _format) = (map, type, PanelFormat.Of(type, width));
        PanelSize = (_format.Size(map.Inputs) + 63) / 64 * 64;
        _panels = memory.Zeros(PanelCount * PanelSize);
        if (map.Bias is not null) _bias = (float*)memory.Zeros(PaddedOutputs * sizeof(float));
        if (plain) _plain = (ushort*)memory.Zeros((nint)map.Outputs * map.Inputs * sizeof(ushort));
        if (_format.Scaled) _scales = (float*)memory.Zeros(PaddedOutputs * sizeof(float));
    }

    public PackedType Type { get; }
    public int Depth => _map.Inputs;
    public int Outputs => _map.Outputs;
    public int PanelWidth => _format.Width;
    public int PanelCount => (_map.Outputs + PanelWidth - 1) / PanelWidth;
    public int PaddedOutputs => PanelCount * PanelWidth;

    /// <summary>Bytes from one panel to the next.</summary>
    public nint PanelSize { get; }

    /// <summary>Bytes that one multiplication reads.</summary>
    public long Bytes => PanelCount * (long)PanelSize;

    /// <summary>Whether there is an output this far into the panel.</summary>
    public bool Starts(int panel, int output) => panel * PanelWidth + output < Outputs;

    public byte* Panel(int panel) => _panels + panel * PanelSize;

    /// <summary>(outputs, depth) in bfloat16, or null.</summary>
    public ushort* Plain => _plain;

    /// <summary>The panel's constants, or null.</summary>
    public float* Bias(int panel) => _bias == null ? null : _bias + panel * PanelWidth;

    /// <summary>The factors of the panel's outputs, or null.</summary>
    public float* Scales(int panel) => _scales == null ? null : _scales + panel * PanelWidth;

    /// <summary>Copies one panel's weights.</summary>
    /// <param name="weights">(outputs, depth) of the map.</param>
    /// <param name="row">Room for the weights of two outputs.</param>
    public void Pack(int panel, float* weights, float* row)
    {
        var first = panel * PanelWidth;
        var outputs = Math.Min(PanelWidth, _map.Outputs - first);
        _format.Pack(weights + (nint)first * Depth, outputs, Depth, Panel(panel), Scales(panel), row);
        if (_plain != null) Round(weights + (nint)first * Depth, _plain + (nint)first * Depth, (nint)outputs * Depth);
    }

    /// <summary>Copies the constants of a map that has some.</summary>
    public void SetBias(float* bias) => new Span<float>(bias, _map.Outputs).CopyTo(new Span<float>(_bias, _map.Outputs));

    private static void Round(float* source, ushort* target, nint count)
    {
        nint i = 0;
        for (; i + 16 <= count; i += 16) Simd256.Round(Vector256.Load(source + i), Vector256.Load(source + i + 8), target + i);
        for (; i < count; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits(source[i]);
            target[i] = (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
        }
    }
}
