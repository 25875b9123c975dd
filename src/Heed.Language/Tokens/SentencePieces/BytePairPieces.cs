using Heed.Language.Tokens.Expressions;
using Heed.Language.Tokens.Vocabularies;

namespace Heed.Language.Tokens.SentencePieces;

/// <summary>What neighbours merge to which piece of a SentencePiece model, and when. Letters that are no piece have symbols beyond the pieces.</summary>
internal sealed class BytePairPieces
{
    // Never part of a piece; symbols of letters are far below.
    private const int StrangeLetter = int.MaxValue - 1;

    private readonly Vocabulary _symbols;
    private readonly LetterIds _letters;
    private readonly int _pieceCount;

    public BytePairPieces(SentencePieceModel model)
    {
        Model = model;
        _pieceCount = model.File.Pieces.Count;
        var pieces = model.InText().ToList();
        _symbols = Symbols(pieces);
        _letters = new LetterIds(_symbols);
        SplitsAtWords = pieces.Exists(p => p.Piece.Text == "\u2581") && WordStarts.Separate(_symbols, pieces.Where(p => p.Piece.Kind != PieceKind.UserDefined).Select(p => p.Piece.Text));
        var merges = pieces.SelectMany(p => Splits(p.Piece, p.Id)).ToList();
        var ranks = merges.Select(m => m.Score).Distinct().OrderDescending().Select((score, rank) => (score, rank)).ToDictionary(s => s.score, s => s.rank);
        Pairs = new PairTable([.. merges.Select(m => (m.First, m.Second, m.Merged))], [.. merges.Select(m => ranks[m.Score])]);
    }

    public SentencePieceModel Model { get; }

    public PairTable Pairs { get; }

    /// <summary>Whether no piece runs into a word from what is before it.</summary>
    public bool SplitsAtWords { get; }

    public int SymbolOf(int letter) => _letters.Find(letter) is >= 0 and var id ? id : StrangeLetter;

    /// <summary>Appends a symbol as the piece it is: -1 for a letter that is none; for a piece that is not to be used the two it is made of.</summary>
    public void Add(ReadOnlySpan<char> text, int symbol, int start, int end, List<(int Id, int Start, int End)> into)
    {
        if (symbol >= _pieceCount) into.Add((-1, start, end));
        else if (Model.File.Pieces[symbol].Kind != PieceKind.Unused || Halves(text, start, end) is not { } halves) into.Add((symbol, start, end));
        else
        {
            Add(text, halves.First, start, halves.Middle, into);
            Add(text, halves.Second, halves.Middle, end, into);
        }
    }

    private Vocabulary Symbols(IEnumerable<(ScoredPiece Piece, int Id)> pieces)
    {
        var symbols = pieces.ToDictionary(p => p.Piece.Text, p => p.Id, StringComparer.Ordinal);
        var next = _pieceCount;
        foreach (var text in symbols.Keys.ToList())
            for (int at = 0, length; at < text.Length; at += length)
            {
                length = CodePoints.LengthAt(text, at);
                if (symbols.TryAdd(text.Substring(at, length), next)) next++;
            }
        return new Vocabulary(symbols);
    }

    /// <summary>Every pair of symbols that makes a piece.</summary>
    private IEnumerable<(int First, int Second, int Merged, float Score)> Splits(ScoredPiece piece, int id)
    {
        for (var middle = CodePoints.LengthAt(piece.Text, 0); middle < piece.Text.Length; middle += CodePoints.LengthAt(piece.Text, middle))
            if (_symbols.TryGet(piece.Text[..middle], out var first) && _symbols.TryGet(piece.Text[middle..], out var second))
                yield return (first, second, id, piece.Score);
    }

    /// <summary>The two symbols a piece was merged from: those that themselves merged soonest.</summary>
    private (int First, int Middle, int Second)? Halves(ReadOnlySpan<char> text, int start, int end)
    {
        (int, int, int)? halves = null;
        var best = float.NegativeInfinity;
        for (var middle = start + CodePoints.LengthAt(text, start); middle < end; middle += CodePoints.LengthAt(text, middle))
        {
            if (!_symbols.BySpan.TryGetValue(text[start..middle], out var first) || !_symbols.BySpan.TryGetValue(text[middle..end], out var second)) continue;
            var score = Math.Min(ScoreOf(first), ScoreOf(second));
            if (score > best) (best, halves) = (score, (first, middle, second));
        }
        return halves;
    }

    // A letter needs no merge.
    private float ScoreOf(int symbol) => _symbols.Tokens[symbol]!.Length <= 2 && CodePoints.Count(_symbols.Tokens[symbol]) == 1 ? float.MaxValue : Model.File.Pieces[symbol].Score;
}
