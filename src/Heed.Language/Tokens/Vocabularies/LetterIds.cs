using Heed.Language.Tokens.Expressions;

namespace Heed.Language.Tokens.Vocabularies;

/// <summary>The ids of tokens that are one code point.</summary>
internal sealed class LetterIds
{
    private readonly int[] _low;
    private readonly Dictionary<int, int> _high = [];

    public LetterIds(Vocabulary vocabulary)
    {
        var letters = new List<(int Letter, int Id)>();
        for (var id = 0; id < vocabulary.Tokens.Count; id++)
            if (vocabulary.Tokens[id] is { Length: > 0 } token && CodePoints.LengthAt(token, 0) == token.Length) letters.Add((CodePoints.At(token, 0, out _), id));
        _low = new int[Math.Min(0x10000, letters.Select(l => l.Letter).DefaultIfEmpty(-1).Max() + 1)];
        Array.Fill(_low, -1);
        foreach (var (letter, id) in letters)
            if (letter < _low.Length) _low[letter] = id;
            else _high[letter] = id;
    }

    /// <summary>The id of a code point, or -1.</summary>
    public int Find(int letter) => (uint)letter < (uint)_low.Length ? _low[letter] : _high.Count == 0 ? -1 : _high.GetValueOrDefault(letter, -1);
}
