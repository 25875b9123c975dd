using System.Runtime.InteropServices;
using Heed.Models.Architecture;

namespace Heed.Models.Generation.Kernels;

/// <summary>
/// A linear map's weights for many multiplications: panels of <see cref="PanelWidth"/> outputs, in each the weights of one input side
/// by side, so that a multiplication reads memory in order. Outputs beyond the last one are zero.
/// </summary>
internal sealed unsafe class PackedMatrix : IDisposable
{
    private const int Tile = 16;

    private readonly LinearMap _map;
    private float* _panels, _bias;

    public PackedMatrix(LinearMap map, int panelWidth)
    {
        (_map, PanelWidth) = (map, panelWidth);
        _panels = Zeros(PanelCount * PanelSize);
        if (map.Bias is not null) _bias = Zeros(PaddedOutputs);
    }

    public int Depth => _map.Inputs;
    public int PanelWidth { get; }
    public int PanelCount => (_map.Outputs + PanelWidth - 1) / PanelWidth;
    public int PaddedOutputs => PanelCount * PanelWidth;

    /// <summary>Floats from one panel to the next.</summary>
    public nint PanelSize => (nint)PanelWidth * Depth;

    public float* Panel(int panel) => _panels + panel * PanelSize;

    /// <summary>The panel's constants, or null.</summary>
    public float* Bias(int panel) => _bias == null ? null : _bias + panel * PanelWidth;

    /// <summary>Copies one panel's weights and constants from the flat buffer.</summary>
    public void Pack(int panel, float* parameters)
    {
        var first = panel * PanelWidth;
        var outputs = Math.Min(PanelWidth, _map.Outputs - first);
        for (var k = 0; k < Depth; k += Tile) PackTile(parameters + _map.Weight + (nint)first * Depth, Panel(panel), outputs, k);
        if (_map.Bias is { } bias) new Span<float>(parameters + bias + first, outputs).CopyTo(new Span<float>(_bias + first, outputs));
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_panels);
        NativeMemory.AlignedFree(_bias);
        _panels = _bias = null;
    }

    /// <summary>Tiles this deep: what is read and what is written both stay in the first cache.</summary>
    private void PackTile(float* weights, float* panel, int outputs, int k)
    {
        var depth = Math.Min(Tile, Depth - k);
        for (var n = 0; n < outputs; n++)
        {
            float* source = weights + (nint)n * Depth + k, target = panel + (nint)k * PanelWidth + n;
            for (var i = 0; i < depth; i++) target[i * PanelWidth] = source[i];
        }
    }

    private static float* Zeros(nint count)
    {
        var memory = (float*)NativeMemory.AlignedAlloc((nuint)(count * sizeof(float)), 64);
        NativeMemory.Clear(memory, (nuint)(count * sizeof(float)));
        return memory;
    }
}
