using System.Runtime.InteropServices;
using Heed.Models.Numerics.Native;

namespace Heed.Models.Generation;

/// <summary>
/// Keys and values of all sequences in pages of 16 positions, which several sequences may share. A page holds all layers: for each
/// layer and key-value head a block of keys (D, 16), so that one query meets 16 positions in one vector, then one of values (16, D');
/// where numbers are whole, each block is followed by a factor a position. D is rounded up to 4, D' is D rounded up to 16.
/// </summary>
internal sealed unsafe class KeyValueCache : IDisposable
{
    public const int PageLength = 16;

    private readonly int _layers, _keySize, _valueSize, _heads;
    private readonly Stack<int> _free = [];
    private int[] _owners = [];
    private byte* _memory;

    public KeyValueCache(int layers, int keyValueHeads, int headWidth, CacheType type = CacheType.Float32)
    {
        (_layers, _heads, Type) = (layers, keyValueHeads, type);
        HeadWidth = headWidth;
        KeyRows = (headWidth + 3) / 4 * 4;
        ValueWidth = (headWidth + 15) / 16 * 16;
        var (element, factors) = type switch { CacheType.BFloat16 => (2, 0), CacheType.Int8 => (1, PageLength * sizeof(float)), _ => (4, 0) };
        (_keySize, _valueSize) = (KeyRows * PageLength * element + factors, ValueWidth * PageLength * element + factors);
    }

    public CacheType Type { get; }

    /// <summary>D: the width of a head.</summary>
    public int HeadWidth { get; }

    /// <summary>D rounded up to whole quads.</summary>
    public int KeyRows { get; }

    /// <summary>D': columns of a block of values.</summary>
    public int ValueWidth { get; }

    /// <summary>Pages in use and free.</summary>
    public int Pages => _owners.Length;

    public int FreePages => _free.Count;

    public long PageBytes => (long)_layers * _heads * (_keySize + _valueSize);

    public static int PagesFor(int positions) => (positions + PageLength - 1) / PageLength;

    /// <summary>Has at least this many pages from now on. No page may be in use where it has to grow.</summary>
    public void Reserve(int pages)
    {
        if (pages <= Pages) return;
        if (FreePages != Pages) throw new InvalidOperationException($"{Pages - FreePages} pages are in use; the cache grows only when none is.");
        LargeMemory.Free(_memory);
        _memory = null;
        _memory = (byte*)LargeMemory.Floats((pages * PageBytes + sizeof(float) - 1) / sizeof(float));
        _owners = new int[pages];
        _free.Clear();
        for (var page = pages - 1; page >= 0; page--) _free.Push(page);
    }

    /// <summary>The keys of one page for one layer and head (D, 16).</summary>
    public byte* Keys(int page, int layer, int head) => _memory + page * PageBytes + (long)(layer * _heads + head) * (_keySize + _valueSize);

    /// <summary>The values of one page for one layer and head (16, D').</summary>
    public byte* Values(int page, int layer, int head) => Keys(page, layer, head) + _keySize;

    /// <summary>Factors of a block of keys (16); only where numbers are whole.</summary>
    public float* KeyFactors(byte* keys) => (float*)(keys + _keySize) - PageLength;

    /// <summary>Factors of a block of values (16); only where numbers are whole.</summary>
    public float* ValueFactors(byte* values) => (float*)(values + _valueSize) - PageLength;

    /// <summary>A page of zeros: what is not written yet is multiplied by a weight of zero and must be a number.</summary>
    public int Rent()
    {
        var page = _free.Pop();
        _owners[page] = 1;
        NativeMemory.Clear(Keys(page, 0, 0), (nuint)PageBytes);
        return page;
    }

    public void Share(int page) => _owners[page]++;

    public void Return(int page)
    {
        if (--_owners[page] == 0) _free.Push(page);
    }

    public int Copy(int page)
    {
        var copy = _free.Pop();
        _owners[copy] = 1;
        Buffer.MemoryCopy(Keys(page, 0, 0), Keys(copy, 0, 0), PageBytes, PageBytes);
        return copy;
    }

    public void Dispose()
    {
        LargeMemory.Free(_memory);
        _memory = null;
        _owners = [];
        _free.Clear();
    }
}
