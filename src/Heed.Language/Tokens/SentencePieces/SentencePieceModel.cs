using System.Text.Json.Nodes;
using Heed.Language.Tokens.Vocabularies;

namespace Heed.Language.Tokens.SentencePieces;

/// <summary>The pieces of a SentencePiece model. Control, unknown and byte pieces are never found in a text.</summary>
internal sealed class SentencePieceModel : TokenModel
{
    private readonly string[] _tokens;
    private readonly Dictionary<string, int> _ids;
    private readonly Func<Segmenter> _newSegmenter;

    public SentencePieceModel(SentencePieceFile file)
    {
        File = file;
        _tokens = [.. file.Pieces.Select(p => p.Text)];
        _ids = file.Pieces.Select((p, id) => (p.Text, id)).ToDictionary(p => p.Text, p => p.id, StringComparer.Ordinal);
        BytePieces = [.. Enumerable.Range(0, 256).Select(b => _ids.TryGetValue($"<0x{b:X2}>", out var id) ? id : file.UnknownId)];
        foreach (var (piece, id) in InText().Where(p => p.Piece.Kind == PieceKind.UserDefined))
        {
            UserDefined.Add(piece.Text, id);
            HasUserDefined = true;
        }
        _newSegmenter = file.Model switch
        {
            PieceModel.Unigram => UnigramSegmenter.Of(this),
            PieceModel.BytePairs => BytePairSegmenter.Of(this),
            _ => WordSegmenter.Of(this, wholeWords: file.Model == PieceModel.Words)
        };
    }

    public SentencePieceFile File { get; }

    /// <summary>The pieces <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>.</summary>
    public int[] BytePieces { get; }

    public LetterTrie UserDefined { get; } = new();

    public bool HasUserDefined { get; }

    public override IReadOnlyList<string?> Tokens => _tokens;

    public override int UnknownId => File.UnknownId;

    public override bool ShowsUnknownText => true;

    public override bool TryGetId(string token, out int id) => _ids.TryGetValue(token, out id);

    public override PieceEncoder NewEncoder(bool bytes) => new SentencePieceEncoder(this, _newSegmenter());

    public override JsonObject? ToJson() => null;

    /// <summary>The pieces that a text may hold, with their ids.</summary>
    public IEnumerable<(ScoredPiece Piece, int Id)> InText() =>
        File.Pieces.Select((piece, id) => (piece, id)).Where(p => p.piece.Kind is PieceKind.Normal or PieceKind.UserDefined or PieceKind.Unused);
}

/// <summary>Cuts normalised text into pieces: id (-1: unknown), start, end in units. Not thread-safe.</summary>
internal abstract class Segmenter
{
    public abstract void Segment(ReadOnlySpan<char> text, List<(int Id, int Start, int End)> into);
}
