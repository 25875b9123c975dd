namespace Heed.Evaluation.Memorisation;

/// <summary>
/// Suffix automaton (Blumer et al. 1985) of the samples, read against training text as a stream: memory grows with the samples, not
/// with the training text, and time is linear in both. After reading, each position of a sample knows the longest run ending there that
/// the training text holds.
/// </summary>
internal sealed class SampleAutomaton
{
    private readonly List<Dictionary<int, int>> _next = [];
    private readonly List<int> _link = [], _length = [], _seen = [];

    public SampleAutomaton(IEnumerable<int[]> samples)
    {
        NewState(0, -1, []);
        foreach (var sample in samples)
        {
            var last = 0;
            foreach (var symbol in sample) last = Extend(last, symbol);
        }
    }

    /// <summary>Walks a training document through the automaton and notes at each state the longest suffix matched.</summary>
    public void Read(ReadOnlySpan<int> document)
    {
        int state = 0, matched = 0;
        foreach (var symbol in document)
        {
            int next;
            while (!_next[state].TryGetValue(symbol, out next) && state != 0)
            {
                state = _link[state];
                matched = _length[state];
            }
            if (!_next[state].TryGetValue(symbol, out next)) continue;
            state = next;
            matched++;
            if (_seen[state] < matched) _seen[state] = matched;
        }
    }

    /// <summary>What is known of a state holds for its suffixes too, and a state without a match of its own has that of its suffixes.</summary>
    public void Settle()
    {
        var byLength = Enumerable.Range(1, _length.Count - 1).OrderBy(s => _length[s]).ToArray();
        for (var i = byLength.Length - 1; i >= 0; i--)
            if (_seen[byLength[i]] > 0 && _link[byLength[i]] > 0) _seen[_link[byLength[i]]] = _length[_link[byLength[i]]];
        foreach (var state in byLength)
            if (_seen[state] == 0) _seen[state] = _seen[_link[state]];
    }

    /// <summary>For each position of a sample, how many symbols up to and with it stand in the training text as one run.</summary>
    public int[] Matches(int[] sample)
    {
        var matches = new int[sample.Length];
        for (int i = 0, state = 0; i < sample.Length; i++)
        {
            state = _next[state][sample[i]];
            matches[i] = _seen[state];
        }
        return matches;
    }

    private int Extend(int last, int symbol)
    {
        if (_next[last].TryGetValue(symbol, out var known))
            return _length[known] == _length[last] + 1 ? known : Split(last, symbol, known);
        var added = NewState(_length[last] + 1, 0, []);
        var at = last;
        for (; at >= 0 && !_next[at].ContainsKey(symbol); at = _link[at]) _next[at][symbol] = added;
        if (at >= 0)
        {
            var target = _next[at][symbol];
            _link[added] = _length[target] == _length[at] + 1 ? target : Split(at, symbol, target);
        }
        return added;
    }

    private int Split(int at, int symbol, int target)
    {
        var copy = NewState(_length[at] + 1, _link[target], new Dictionary<int, int>(_next[target]));
        _link[target] = copy;
        for (; at >= 0 && _next[at].TryGetValue(symbol, out var to) && to == target; at = _link[at]) _next[at][symbol] = copy;
        return copy;
    }

    private int NewState(int length, int link, Dictionary<int, int> next)
    {
        _length.Add(length);
        _link.Add(link);
        _next.Add(next);
        _seen.Add(0);
        return _length.Count - 1;
    }
}
