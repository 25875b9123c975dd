using System.Runtime.InteropServices;

namespace Heed.Models.Generation;

/// <summary>
/// Keys and values of all sequences in pages of 16 positions, which several sequences may share. A page holds all layers: for each
/// layer and key-value head a block of keys (D, 16), so that one query meets 16 positions in one vector, then one of values (16, D').
/// D' is D rounded up to 16.
/// </summary>
/// <remarks>float32 now; the kernels read elements through their own type, so another element changes only the strides here.</remarks>
internal sealed unsafe class KeyValueCache : IDisposable
{
    public const int PageLength = 16;

    private readonly int _layers, _keySize, _valueSize, _heads;
    private readonly Stack<int> _free = [];
    private int[] _owners = [];
    private float* _memory;

    public KeyValueCache(int layers, int keyValueHeads, int headWidth)
    {
        (_layers, _heads) = (layers, keyValueHeads);
        HeadWidth = headWidth;
        ValueWidth = (headWidth + 15) / 16 * 16;
        (_keySize, _valueSize) = (headWidth * PageLength, ValueWidth * PageLength);
    }

    /// <summary>D: the width of a head.</summary>
    public int HeadWidth { get; }

    /// <summary>D': floats from one position's value to the next.</summary>
    public int ValueWidth { get; }

    /// <summary>Pages in use and free.</summary>
    public int Pages => _owners.Length;

    public int FreePages => _free.Count;

    public long PageBytes => (long)PageSize * sizeof(float);

    private int PageSize => _layers * _heads * (_keySize + _valueSize);

    public static int PagesFor(int positions) => (positions + PageLength - 1) / PageLength;

    /// <summary>Has at least this many pages from now on. No page may be in use where it has to grow.</summary>
    public void Reserve(int pages)
    {
        if (pages <= Pages) return;
        if (FreePages != Pages) throw new InvalidOperationException($"{Pages - FreePages} pages are in use; the cache grows only when none is.");
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        _memory = (float*)NativeMemory.AlignedAlloc((nuint)(pages * PageBytes), 4096);
        _owners = new int[pages];
        NativeMemory.Clear(_memory, (nuint)(pages * PageBytes));        // padding must hold numbers: 0 · NaN would be NaN
        _free.Clear();
        for (var page = pages - 1; page >= 0; page--) _free.Push(page);
    }

    /// <summary>The keys of one page for one layer and head (D, 16).</summary>
    public float* Keys(int page, int layer, int head) =>
        _memory + (long)page * PageSize + (long)(layer * _heads + head) * (_keySize + _valueSize);

    /// <summary>The values of one page for one layer and head (16, D').</summary>
    public float* Values(int page, int layer, int head) => Keys(page, layer, head) + _keySize;

    public int Rent()
    {
        var page = _free.Pop();
        _owners[page] = 1;
        return page;
    }

    public void Share(int page) => _owners[page]++;

    public void Return(int page)
    {
        if (--_owners[page] == 0) _free.Push(page);
    }

    public int Copy(int page)
    {
        var copy = Rent();
        Buffer.MemoryCopy(Keys(page, 0, 0), Keys(copy, 0, 0), PageBytes, PageBytes);
        return copy;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        _owners = [];
        _free.Clear();
    }
}
