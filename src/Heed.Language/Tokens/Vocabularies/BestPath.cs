using System.Text;
using Heed.Language.Tokens.Expressions;

namespace Heed.Language.Tokens.Vocabularies;

/// <summary>The best way to cut a text into scored pieces, from left to right (Viterbi 1967).</summary>
/// <param name="unknownScore">That of a letter which is no piece.</param>
/// <param name="singlePrecision">Sums are kept in single precision, as SentencePiece does, so that near ties fall alike.</param>
internal sealed class BestPath(LetterTrie pieces, double[] scores, int unknownId, double unknownScore, bool singlePrecision)
{
    /// <summary>Pieces that win over all others: the score of so many bytes, in place of their own.</summary>
    public Func<int, int, double?>? BonusOf { get; init; }

    /// <summary>Appends the pieces of a text: id, start, end in units.</summary>
    public void Find(ReadOnlySpan<char> text, Working working, List<(int Id, int Start, int End)> into)
    {
        var best = working.Nodes(text.Length + 1);
        for (var start = 0; start < text.Length;)
        {
            var letter = CodePoints.LengthAt(text, start);
            if (!Extend(text, start, letter, best)) Offer(ref best[start + letter], Rounded(unknownScore + best[start].Score), start, unknownId);
            start += letter;
        }
        var first = into.Count;
        for (var end = text.Length; end > 0; end = best[end].Start) into.Add((best[end].Id, best[end].Start, end));
        into.Reverse(first, into.Count - first);
    }

    /// <summary>Every piece that begins at a place; whether the letter alone is one.</summary>
    private bool Extend(ReadOnlySpan<char> text, int start, int letter, Node[] best)
    {
        var (node, single) = (0, false);
        for (var end = start; end < text.Length;)
        {
            node = pieces.Next(node, text[end++]);
            if (node < 0) break;
            var id = pieces.Value(node);
            if (id < 0) continue;
            var score = BonusOf?.Invoke(id, Encoding.UTF8.GetByteCount(text[start..end])) ?? scores[id];
            Offer(ref best[end], score + best[start].Score, start, id);
            single |= end - start == letter;
        }
        return single;
    }

    private void Offer(ref Node node, double score, int start, int id)
    {
        if (node.Start >= 0 && score <= node.Score) return;
        node = new Node(Rounded(score), start, id);
    }

    private double Rounded(double score) => singlePrecision ? (float)score : score;

    internal readonly record struct Node(double Score, int Start, int Id);

    /// <summary>Memory that is used again and again. Not thread-safe.</summary>
    internal sealed class Working
    {
        private Node[] _nodes = [];

        public Node[] Nodes(int count)
        {
            if (_nodes.Length < count) _nodes = new Node[count * 2];
            _nodes.AsSpan(0, count).Fill(new Node(0, -1, -1));
            return _nodes;
        }
    }
}
