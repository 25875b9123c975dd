using System.Buffers;
using System.Text;
using Heed.Language.Tokens.Decoding;
using Heed.Language.Tokens.Vocabularies;

namespace Heed.Language.Tokens.SentencePieces;

/// <summary>
/// SentencePiece's own decoding: control pieces vanish, an unknown one shows its surface, ▁ is a space and the one put before the text
/// goes; of bytes each that is part of no character is U+FFFD.
/// </summary>
internal sealed class SentencePieceDecoder(SentencePieceModel model) : TokenDecoder
{
    private readonly bool _takesSpace = model.File.AddDummyPrefix || model.File.RemoveExtraSpaces;

    public override List<string> Decode(List<string> tokens)
    {
        var (texts, run) = (new List<string>(tokens.Count), new List<byte>());
        var (spaceTaken, any) = (false, false);
        foreach (var token in tokens)
        {
            var kind = model.TryGetId(token, out var id) ? model.File.Pieces[id].Kind : PieceKind.UserDefined;
            if (kind == PieceKind.Byte && BytePieces.TryRead(token, out var value))
            {
                run.Add(value);
                any = true;
                continue;
            }
            Flush(run, texts);
            var text = kind == PieceKind.Control ? "" : kind == PieceKind.Unknown ? model.File.UnknownSurface : token;
            if (kind is not (PieceKind.Control or PieceKind.Unknown))
            {
                var takes = !spaceTaken && !any && _takesSpace && token.StartsWith(WordStarts.Letter);
                text = (takes ? token[1..] : token).Replace(WordStarts.Letter, ' ');
                // Where extra spaces are taken out, all at the start go.
                spaceTaken |= takes && !model.File.RemoveExtraSpaces;
            }
            any |= text.Length > 0;
            texts.Add(text);
        }
        Flush(run, texts);
        return texts;
    }

    public override int HeldBack(IReadOnlyList<string> tokens) => IncompleteUtf8.Tail(BytePieces.LastRun(tokens));

    private static void Flush(List<byte> run, List<string> texts)
    {
        if (run.Count == 0) return;
        var text = new StringBuilder();
        ReadOnlySpan<byte> rest = run.ToArray();
        while (rest.Length > 0)
        {
            var whole = Rune.DecodeFromUtf8(rest, out var rune, out var length) == OperationStatus.Done;
            text.Append(whole ? rune.ToString() : "\uFFFD");
            rest = rest[(whole ? length : 1)..];
        }
        texts.Add(text.ToString());
        run.Clear();
    }
}
