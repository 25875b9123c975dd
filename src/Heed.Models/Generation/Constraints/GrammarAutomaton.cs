using System.Collections;

namespace Heed.Models.Generation.Constraints;

/// <summary>
/// Follows a grammar byte by byte as a set of stacks, and remembers every step: a state that has been met before costs a look-up
/// (Willard and Louf 2023, arXiv 2307.09702, for grammars). Safe to use from several threads.
/// </summary>
internal sealed class GrammarAutomaton
{
    private readonly Lock _gate = new();
    private readonly TokenTrie _tokens;
    private readonly Dictionary<(GrammarSymbol[], int, Frame?), Frame> _frames = [];
    private readonly Dictionary<string, GrammarState> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<Frame, int> _numbers = [];

    public GrammarAutomaton(Grammar grammar, TokenTrie tokens)
    {
        _tokens = tokens;
        var open = new Closure();
        foreach (var alternative in grammar.Rules[0].Alternatives) Open(alternative, 0, null, open);
        Start = StateOf(open);
    }

    public GrammarState Start { get; }

    /// <summary>The state after some tokens; null where they do not follow the grammar.</summary>
    public GrammarState? After(ReadOnlySpan<int> tokens)
    {
        lock (_gate)
        {
            GrammarState? state = Start;
            foreach (var token in tokens)
            {
                foreach (var value in _tokens.Bytes(token)) state = state is null ? null : Step(state, value);
                if (state is null) return null;
            }
            return state;
        }
    }

    /// <summary>By token id: which may come next.</summary>
    public BitArray Allowed(GrammarState state)
    {
        lock (_gate)
        {
            if (state.Allowed is { } known) return known;
            var allowed = new BitArray(_tokens.Count);
            Mark(_tokens.Root, state, allowed);
            return state.Allowed = allowed;
        }
    }

    private void Mark(TokenTrie.Node node, GrammarState state, BitArray allowed)
    {
        foreach (var token in node.Tokens) allowed[token] = true;
        foreach (var (value, child) in node.Children)
            if (Step(state, value) is { } next) Mark(child, next, allowed);
    }

    private GrammarState? Step(GrammarState state, byte value)
    {
        if (state.Steps.TryGetValue(value, out var known)) return known;
        var open = new Closure();
        foreach (var frame in state.Frames)
            if (frame.Next.Low <= value && value <= frame.Next.High) Open(frame.Alternative, frame.Index + 1, frame.Then, open);
        return state.Steps[value] = open.Accepts || open.Frames.Count > 0 ? StateOf(open) : null;
    }

    /// <summary>Goes into rules until every stack waits for a byte. What ends with a rule leaves nothing behind it, so that lists do not pile up.</summary>
    private void Open(GrammarSymbol[] alternative, int index, Frame? then, Closure open)
    {
        while (index == alternative.Length)
        {
            if (then is null)
            {
                open.Accepts = true;
                return;
            }
            (alternative, index, then) = (then.Alternative, then.Index, then.Then);
        }
        var frame = Intern(alternative, index, then);
        if (!open.Seen.Add(frame)) return;
        if (frame.Next.Rule is not { } rule)
        {
            open.Frames.Add(frame);
            return;
        }
        var rest = index + 1 == alternative.Length ? then : Intern(alternative, index + 1, then);
        foreach (var choice in rule.Alternatives) Open(choice, 0, rest, open);
    }

    private Frame Intern(GrammarSymbol[] alternative, int index, Frame? then)
    {
        if (_frames.TryGetValue((alternative, index, then), out var known)) return known;
        var frame = new Frame(alternative, index, then);
        _numbers[frame] = _numbers.Count;
        return _frames[(alternative, index, then)] = frame;
    }

    private GrammarState StateOf(Closure open)
    {
        var key = string.Join(' ', open.Frames.Select(f => _numbers[f]).Order()) + (open.Accepts ? "." : "");
        if (!_states.TryGetValue(key, out var state)) _states[key] = state = new GrammarState(open.Frames, open.Accepts);
        return state;
    }

    private sealed class Closure
    {
        public HashSet<Frame> Seen { get; } = [];

        public List<Frame> Frames { get; } = [];

        public bool Accepts { get; set; }
    }
}
