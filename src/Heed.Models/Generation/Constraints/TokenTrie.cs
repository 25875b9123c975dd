using Heed.Language.Tokens;

namespace Heed.Models.Generation.Constraints;

/// <summary>The bytes of every ordinary token as a tree, so that what no token can begin with is ruled out for all at once.</summary>
internal sealed class TokenTrie
{
    private readonly byte[][] _bytes;

    public TokenTrie(Tokenizer tokenizer, int vocabularySize)
    {
        _bytes = new byte[vocabularySize][];
        for (var id = 0; id < vocabularySize; id++)
        {
            _bytes[id] = id < tokenizer.VocabularySize && !tokenizer.IsSpecial(id) ? tokenizer.BytesOf(id).ToArray() : [];
            if (_bytes[id].Length > 0) Add(id, _bytes[id]);
        }
    }

    public Node Root { get; } = new();

    public int Count => _bytes.Length;

    /// <summary>None for special tokens, which say nothing.</summary>
    public ReadOnlySpan<byte> Bytes(int token) => _bytes[token];

    private void Add(int id, byte[] bytes)
    {
        var node = Root;
        foreach (var value in bytes)
        {
            if (!node.Children.TryGetValue(value, out var child)) node.Children[value] = child = new Node();
            node = child;
        }
        node.Tokens.Add(id);
    }

    internal sealed class Node
    {
        public Dictionary<byte, Node> Children { get; } = [];

        /// <summary>Tokens that end here.</summary>
        public List<int> Tokens { get; } = [];
    }
}
