namespace Heed.Language.Tokens.Expressions;

/// <summary>
/// Letters that no set of an expression tells apart are one class, so a set is a table of a few entries. The class after the last is
/// that of the text's end.
/// </summary>
internal sealed class LetterClasses
{
    private const int MostClasses = 250;

    private readonly byte[] _plane0 = new byte[0x10000];
    private readonly byte[][] _pages = new byte[0x110000 >> 8][];
    private readonly List<int> _examples = [];

    /// <exception cref="FormatException">The sets tell more than 250 classes apart.</exception>
    public LetterClasses(IReadOnlyCollection<CodePointSet> sets)
    {
        var borders = sets.SelectMany(s => s.Ranges).SelectMany(r => new[] { r.First, r.Last + 1 }).Append(0).Append(CodePoints.Last + 1).Distinct().Order().ToArray();
        var known = new Dictionary<string, byte>(StringComparer.Ordinal);
        var flags = new char[sets.Count];
        for (var i = 0; i + 1 < borders.Length; i++)
        {
            var n = 0;
            foreach (var set in sets) flags[n++] = set.Contains(borders[i]) ? '1' : '0';
            var key = new string(flags);
            if (!known.TryGetValue(key, out var number))
            {
                if (known.Count == MostClasses) throw new FormatException($"the expression tells more than {MostClasses} classes of letters apart");
                known[key] = number = (byte)known.Count;
                _examples.Add(borders[i]);
            }
            Fill(borders[i], borders[i + 1] - 1, number);
        }
        Array.Fill(_plane0, _plane0[CodePoints.Replacement], 0xD800, 0x800);
    }

    /// <summary>How many classes there are, that of the end included.</summary>
    public int Count => _examples.Count + 1;

    public int End => _examples.Count;

    public byte[] Plane0 => _plane0;

    /// <summary>The class at an index inside the text, and the length of the letter there.</summary>
    public int At(ReadOnlySpan<char> text, int index, out int length)
    {
        var unit = text[index];
        length = 1;
        if (!char.IsHighSurrogate(unit) || index + 1 == text.Length || !char.IsLowSurrogate(text[index + 1])) return _plane0[unit];
        length = 2;
        var letter = char.ConvertToUtf32(unit, text[index + 1]);
        return _pages[letter >> 8][letter & 0xFF];
    }

    /// <summary>The classes of a set: true where its letters are in it.</summary>
    public bool[] Members(CodePointSet set)
    {
        var members = new bool[Count];
        for (var i = 0; i < _examples.Count; i++) members[i] = set.Contains(_examples[i]);
        return members;
    }

    private void Fill(int first, int last, byte number)
    {
        if (first < 0x10000) Array.Fill(_plane0, number, first, Math.Min(last, 0xFFFF) - first + 1);
        for (var letter = Math.Max(first, 0x10000); letter <= last; letter = (letter | 0xFF) + 1)
        {
            var end = Math.Min(last, letter | 0xFF);
            var page = letter >> 8;
            if ((letter & 0xFF) == 0 && end == (letter | 0xFF)) _pages[page] = Whole(number);
            else
            {
                if (_pages[page] is null) _pages[page] = new byte[256];
                Array.Fill(_pages[page], number, letter & 0xFF, end - letter + 1);
            }
        }
    }

    // Pages of one class are one page.
    private readonly Dictionary<byte, byte[]> _whole = [];

    private byte[] Whole(byte number)
    {
        if (_whole.TryGetValue(number, out var page)) return page;
        page = new byte[256];
        Array.Fill(page, number);
        return _whole[number] = page;
    }
}
