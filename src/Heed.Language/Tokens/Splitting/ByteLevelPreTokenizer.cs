using Heed.Language.Tokens.Normalizing;

namespace Heed.Language.Tokens.Splitting;

/// <summary>
/// The pre-tokenizer of GPT-2, <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>, as a scanner by code
/// point: .NET's expressions match UTF-16 units and would miss letters beyond U+FFFF. Without the expression a text is one piece.
/// </summary>
internal sealed class ByteLevelPreTokenizer(bool addPrefixSpace, bool useRegex, bool spells = true) : PreTokenizer
{
    public override bool SpellsBytes => spells;

    public override PreTokenizer WithoutSpelling() => new ByteLevelPreTokenizer(addPrefixSpace, useRegex, spells: false);

    public override void Cut(Piece piece, PieceReceiver to)
    {
        if (addPrefixSpace && piece.Text[0] != ' ') piece = WithSpace(piece);
        for (var start = 0; start < piece.Text.Length;)
        {
            var end = NextEnd(piece.Text, start);
            to.Receive(spells ? Spelled(piece.Part(start, end)) : piece.Part(start, end));
            start = end;
        }
    }

    /// <summary>The index just after the piece that starts at an index inside the text.</summary>
    public int NextEnd(ReadOnlySpan<char> text, int start)
    {
        if (!useRegex) return text.Length;
        var kind = CharacterClasses.At(text, start, out var length);
        if (text[start] == '\'' && Contraction(text[(start + 1)..]) is > 0 and var suffix) return start + 1 + suffix;
        if (kind != CharacterClass.Space) return RunEnd(text, start + length, kind);
        if (text[start] == ' ' && start + 1 < text.Length)
        {
            kind = CharacterClasses.At(text, start + 1, out length);
            if (kind != CharacterClass.Space) return RunEnd(text, start + 1 + length, kind);
        }
        return SpacesEnd(text, start);
    }

    /// <summary>No piece runs from a character that is no white space into white space.</summary>
    public override int NextCut(ReadOnlySpan<char> text, int from)
    {
        if (!useRegex) return text.Length;
        for (var i = Math.Max(1, from); i < text.Length; i++)
            if (char.IsWhiteSpace(text[i]) && !char.IsWhiteSpace(text[i - 1])) return i;
        return text.Length;
    }

    /// <summary>The end of a run of one class.</summary>
    private static int RunEnd(ReadOnlySpan<char> text, int index, CharacterClass kind)
    {
        while (index < text.Length && CharacterClasses.At(text, index, out var length) == kind) index += length;
        return index;
    }

    /// <summary>All white space, but for the last one where something else follows: <c>\s+(?!\S)|\s+</c>.</summary>
    private static int SpacesEnd(ReadOnlySpan<char> text, int start)
    {
        var end = RunEnd(text, start + 1, CharacterClass.Space);
        return end == text.Length || end == start + 1 ? end : end - 1;
    }

    /// <summary>How many letters after an apostrophe belong to it: 's 't 'm 'd, 're 've 'll.</summary>
    private static int Contraction(ReadOnlySpan<char> rest) => rest switch
    {
        ['s' or 't' or 'm' or 'd', ..] => 1,
        ['r' or 'v', 'e', ..] or ['l', 'l', ..] => 2,
        _ => 0
    };

    private static Piece WithSpace(Piece piece) => !piece.IsTracked ? new Piece(string.Concat(" ", piece.Text), default, default, piece.AtStart)
        : new Piece(string.Concat(" ", piece.Text), (int[])[piece.Starts[0], .. piece.Starts], (int[])[piece.Ends[0], .. piece.Ends], piece.AtStart);

    private static Piece Spelled(Piece piece)
    {
        var text = AlignedText.Untracked(piece.Text.ToString());
        if (piece.IsTracked) text.Change(text.Text, piece.Starts.ToArray(), piece.Ends.ToArray());
        new ByteLetterNormalizer().Normalize(text);
        return text.AsPiece(piece.AtStart);
    }
}
