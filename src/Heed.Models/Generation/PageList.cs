namespace Heed.Models.Generation;

/// <summary>Where one sequence's keys and values are: page i holds positions 16·i to 16·i+15.</summary>
internal sealed class PageList(KeyValueCache cache)
{
    private int[] _pages = new int[4];
    private int _count;

    public ReadOnlySpan<int> Pages => _pages.AsSpan(0, _count);

    /// <summary>Takes pages until this many positions have room.</summary>
    public void MakeRoom(int positions)
    {
        while (_count < KeyValueCache.PagesFor(positions)) Add(cache.Rent());
    }

    /// <summary>
    /// A list that continues from the first <paramref name="positions"/> positions: full pages are shared, but the page of the last
    /// position is copied, since both go on writing there.
    /// </summary>
    public PageList Fork(int positions)
    {
        var fork = new PageList(cache);
        var shared = SharedPages(positions);
        for (var i = 0; i < shared; i++)
        {
            cache.Share(_pages[i]);
            fork.Add(_pages[i]);
        }
        fork.Add(cache.Copy(_pages[shared]));
        return fork;
    }

    /// <summary>Gives back the pages that others share and takes fresh ones for them: everything in them will be written anew.</summary>
    public void Renew()
    {
        for (var i = 0; i < _count; i++)
        {
            cache.Return(_pages[i]);
            _pages[i] = cache.Rent();
        }
    }

    public void Return()
    {
        foreach (var page in Pages) cache.Return(page);
        _count = 0;
    }

    /// <summary>How many pages a fork at this many positions shares.</summary>
    public static int SharedPages(int positions) => (positions - 1) / KeyValueCache.PageLength;

    private void Add(int page)
    {
        if (_count == _pages.Length) Array.Resize(ref _pages, 2 * _count);
        _pages[_count++] = page;
    }
}
