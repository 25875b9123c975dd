using System.Runtime.InteropServices;

namespace Heed.Language.Tokens;

/// <summary>
/// The loop of BPE training. Distinct words lie one after another as linked lists of tokens; every pair knows its count and where it
/// stands, so a merge costs what it changes; the best pair comes from a heap whose entries are checked when they come up.
/// </summary>
internal sealed class MergeLearner
{
    private readonly Dictionary<string, int> _vocabulary;
    private readonly List<string> _names;
    private readonly int[] _symbols, _next, _previous, _wordOf;
    private readonly long[] _wordCounts;
    private readonly Dictionary<(int, int), Pair> _pairs = [];
    private readonly PriorityQueue<Pair, Priority> _queue = new();
    private readonly List<Pair> _grown = [];

    /// <summary>The words are tokens of the vocabulary, one a letter; it takes up the tokens learned.</summary>
    public MergeLearner(IReadOnlyList<(int[] Symbols, long Count)> words, Dictionary<string, int> vocabulary)
    {
        _vocabulary = vocabulary;
        _names = [.. vocabulary.OrderBy(t => t.Value).Select(t => t.Key)];
        var length = words.Sum(w => w.Symbols.Length);
        (_symbols, _next, _previous, _wordOf) = (new int[length], new int[length], new int[length], new int[length]);
        _wordCounts = [.. words.Select(w => w.Count)];
        var start = 0;
        for (var w = 0; w < words.Count; start += words[w++].Symbols.Length) Lay(words[w].Symbols, w, start);
    }

    public IReadOnlyList<(string First, string Second)> Learn(BytePairTrainerOptions options)
    {
        var merges = new List<(string, string)>();
        var least = Math.Max(1, options.MinFrequency);
        foreach (var pair in _pairs.Values) Enqueue(pair, options.MaxTokenLength);
        while (_vocabulary.Count < options.VocabularySize && _queue.TryDequeue(out var pair, out var priority))
        {
            if (pair.Count != priority.Count)
            {
                if (pair.Count > 0) _queue.Enqueue(pair, new Priority(pair));
                continue;
            }
            if (pair.Count < least) break;
            merges.Add((_names[pair.First], _names[pair.Second]));
            Merge(pair, Token(_names[pair.First] + _names[pair.Second]));
            foreach (var grown in _grown) Enqueue(grown, options.MaxTokenLength);
            _grown.Clear();
        }
        return merges;
    }

    private void Lay(int[] word, int number, int start)
    {
        for (var i = 0; i < word.Length; i++)
        {
            var at = start + i;
            (_symbols[at], _wordOf[at]) = (word[i], number);
            (_previous[at], _next[at]) = (i == 0 ? -1 : at - 1, i == word.Length - 1 ? -1 : at + 1);
            if (i > 0) Gain(at - 1, at);
        }
        _grown.Clear();
    }

    /// <summary>A token whose text is in the vocabulary already keeps its id.</summary>
    private int Token(string name)
    {
        if (_vocabulary.TryGetValue(name, out var id)) return id;
        _vocabulary[name] = _names.Count;
        _names.Add(name);
        return _names.Count - 1;
    }

    /// <summary>Merges the pair wherever it stands, from left to right.</summary>
    private void Merge(Pair pair, int merged)
    {
        var places = pair.TakePlaces();
        foreach (var at in places)
        {
            var right = _next[at];
            if (_symbols[at] != pair.First || right < 0 || _symbols[right] != pair.Second) continue;
            var (before, after) = (_previous[at], _next[right]);
            if (before >= 0) Lose(before, at);
            Lose(at, right);
            if (after >= 0) Lose(right, after);
            (_symbols[at], _symbols[right]) = (merged, -1);
            _next[at] = after;
            if (after >= 0) _previous[after] = at;
            if (before >= 0) Gain(before, at);
            if (after >= 0) Gain(at, after);
        }
    }

    private void Lose(int left, int right) => _pairs[(_symbols[left], _symbols[right])].Count -= _wordCounts[_wordOf[left]];

    private void Gain(int left, int right)
    {
        ref var pair = ref CollectionsMarshal.GetValueRefOrAddDefault(_pairs, (_symbols[left], _symbols[right]), out _);
        pair ??= new Pair(_symbols[left], _symbols[right]);
        pair.Count += _wordCounts[_wordOf[left]];
        pair.Add(left);
        if (pair.Grown) return;
        pair.Grown = true;
        _grown.Add(pair);
    }

    private void Enqueue(Pair pair, int? longest)
    {
        pair.Grown = false;
        if (longest is { } limit && _names[pair.First].Length + _names[pair.Second].Length >= limit) return;
        if (pair.Count > 0) _queue.Enqueue(pair, new Priority(pair));
    }

    /// <summary>Two neighbouring tokens: how often, and where the left one stands (places since left are found out when used).</summary>
    private sealed class Pair(int first, int second)
    {
        private List<int> _places = [];
        private bool _sorted = true;

        public int First { get; } = first;

        public int Second { get; } = second;

        public long Count { get; set; }

        public bool Grown { get; set; }

        public void Add(int place)
        {
            _sorted &= _places.Count == 0 || _places[^1] <= place;
            _places.Add(place);
        }

        public List<int> TakePlaces()
        {
            var places = _places;
            if (!_sorted) places.Sort();
            (_places, _sorted) = ([], true);
            return places;
        }
    }

    /// <summary>More frequent first, then the smaller first id, then the smaller second id.</summary>
    private readonly struct Priority(Pair pair) : IComparable<Priority>
    {
        private readonly int _first = pair.First, _second = pair.Second;

        public long Count { get; } = pair.Count;

        public int CompareTo(Priority other) => Count != other.Count ? other.Count.CompareTo(Count)
            : _first != other._first ? _first.CompareTo(other._first) : _second.CompareTo(other._second);
    }
}
