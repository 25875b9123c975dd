namespace Heed.Language.Tokens.Vocabularies;

/// <summary>
/// The tokens of a piece without merging it, in time that grows with its length alone. Tokens in a row are what byte-pair encoding makes of
/// their symbols exactly where every two neighbours stay apart: up to the first merge across a border each token merges as it does alone,
/// and so no merge across a border is ever the first. So a path that takes the longest token, goes on while neighbours stay apart, and
/// otherwise goes back to a shorter one, ends at the only encoding there is.
/// </summary>
internal sealed class TokenPaths
{
    private readonly MergeTrees _trees;
    private readonly SymbolTrie _trie = new();
    private readonly int[] _shorter;

    public TokenPaths(MergeTrees trees)
    {
        _trees = trees;
        foreach (var token in trees.Made) _trie.Add(trees.Symbols(token), token);
        foreach (var symbol in trees.Made.SelectMany(trees.Symbols).Distinct()) _trie.Add([symbol], symbol);
        _shorter = new int[trees.Count];
        Array.Fill(_shorter, -1);
        foreach (var token in trees.Made) _shorter[token] = LongestBelow(token);
    }

    /// <summary>Whether a symbol of the text is none that merges make: only of such texts is a path known.</summary>
    public bool Takes(int symbol) => !_trees.IsMade(symbol);

    /// <summary>The tokens of these symbols and where each begins, all of which <see cref="Takes"/> knows; the number of tokens.</summary>
    public int Find(ReadOnlySpan<int> symbols, Working working)
    {
        working.Reserve(symbols.Length);
        var (tokens, starts, dead) = (working.Tokens, working.Starts, working.Dead);
        var (count, at) = (0, 0);
        while (at < symbols.Length)
        {
            var token = Longest(symbols, at);
            while (true)
            {
                var end = at + _trees.Length(token);
                if (!dead[end] && (count == 0 || _trees.StayApart(tokens[count - 1], token)))
                {
                    (tokens[count], starts[count++], at) = (token, at, end);
                    break;
                }
                while ((token = Shorter(token)) < 0)
                {
                    // Nothing leads on from here.
                    dead[at] = true;
                    working.AnyDead = true;
                    (token, at) = (tokens[--count], starts[count]);
                }
            }
        }
        working.Forget(symbols.Length);
        return count;
    }

    private int Shorter(int token) => (uint)token < (uint)_shorter.Length ? _shorter[token] : -1;

    private int Longest(ReadOnlySpan<int> symbols, int at)
    {
        // A symbol that nothing merges is a token itself.
        var (longest, node) = (symbols[at], 0);
        do
        {
            node = _trie.Next(node, symbols[at], out var token);
            if (token >= 0) longest = token;
        }
        while (node != 0 && ++at < symbols.Length);
        return longest;
    }

    private int LongestBelow(int whole)
    {
        var (longest, node) = (-1, 0);
        foreach (var symbol in _trees.Symbols(whole))
        {
            node = _trie.Next(node, symbol, out var token);
            if (token >= 0 && token != whole) longest = token;
        }
        return longest;
    }

    /// <summary>Memory that is used again and again. Not thread-safe.</summary>
    internal sealed class Working
    {
        public int[] Tokens { get; private set; } = [];

        public int[] Starts { get; private set; } = [];

        /// <summary>Places that no encoding of the piece passes through.</summary>
        public bool[] Dead { get; private set; } = [];

        public bool AnyDead { get; set; }

        public void Reserve(int length)
        {
            if (Dead.Length <= length) (Tokens, Starts, Dead) = (new int[length * 2], new int[length * 2], new bool[length * 2 + 1]);
        }

        public void Forget(int length)
        {
            if (AnyDead) Array.Clear(Dead, 0, length + 1);
            AnyDead = false;
        }
    }
}
