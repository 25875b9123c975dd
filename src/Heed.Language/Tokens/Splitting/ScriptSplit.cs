using Heed.Language.Tokens.Expressions;

namespace Heed.Language.Tokens.Splitting;

/// <summary>Splits where the script changes; Hiragana and Katakana count as Han, spaces and letters of no script go with what is before.</summary>
internal sealed class ScriptSplit : PreTokenizer
{
    private const string Any = "unknown";

    public override void Cut(Piece piece, PieceReceiver to)
    {
        var (start, first, last) = (0, true, (string?)null);
        for (var at = 0; at < piece.Text.Length;)
        {
            var script = ScriptOf(CodePoints.At(piece.Text, at, out var length));
            if (script != Any && last != script)
            {
                // What comes before the first letter of a script is lost, as in the library this follows.
                if (!first && at > start) to.Receive(piece.Part(start, at));
                (start, first, last) = (at, false, script);
            }
            at += length;
        }
        if (!first) to.Receive(piece.Part(start, piece.Text.Length));
    }

    private static string ScriptOf(int letter)
    {
        if (letter == 0x30FC) return "han";
        if (letter == ' ') return Any;
        var script = Scripts.Of(letter);
        return script is "hiragana" or "katakana" ? "han" : script;
    }
}
