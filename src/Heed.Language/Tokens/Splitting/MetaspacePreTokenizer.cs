using System.Buffers;

namespace Heed.Language.Tokens.Splitting;

/// <summary>When the letter that stands for a space is put before a text that does not begin with one.</summary>
internal enum PrependScheme { Never, First, Always }

/// <summary>Writes spaces as another letter, and splits before each where asked.</summary>
internal sealed class MetaspacePreTokenizer(char replacement, PrependScheme scheme, bool split) : PreTokenizer
{
    public override bool AsksForStart => scheme == PrependScheme.First;

    public override void Cut(Piece piece, PieceReceiver to)
    {
        var begins = piece.Text[0] is var first && (first == ' ' || first == replacement);
        var prefix = !begins && (scheme == PrependScheme.Always || (scheme == PrependScheme.First && piece.AtStart)) ? 1 : 0;
        var letters = ArrayPool<char>.Shared.Rent(piece.Text.Length + 1);
        var text = letters.AsSpan(0, piece.Text.Length + prefix);
        text[0] = replacement;
        piece.Text.Replace(text[prefix..], ' ', replacement);
        Send(prefix == 0 || !piece.IsTracked ? new Piece(text, piece.Starts, piece.Ends, piece.AtStart)
            : new Piece(text, (int[])[piece.Starts[0], .. piece.Starts], (int[])[piece.Ends[0], .. piece.Ends], piece.AtStart), to);
        ArrayPool<char>.Shared.Return(letters);
    }

    /// <summary>Of several such letters in a row each is a piece but the last, which the next word takes.</summary>
    private void Send(Piece piece, PieceReceiver to)
    {
        var start = 0;
        for (var at = 1; split && at < piece.Text.Length; at++)
        {
            if (piece.Text[at] != replacement) continue;
            to.Receive(piece.Part(start, at));
            start = at;
        }
        to.Receive(piece.Part(start, piece.Text.Length));
    }
}
