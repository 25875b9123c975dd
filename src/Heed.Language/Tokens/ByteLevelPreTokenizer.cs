using System.Text.Json.Nodes;

namespace Heed.Language.Tokens;

/// <summary>
/// The pre-tokenizer of GPT-2, <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>, as a scanner by code
/// point: .NET's expressions match UTF-16 units and would miss letters beyond U+FFFF. Without the expression a text is one piece.
/// </summary>
internal sealed class ByteLevelPreTokenizer(bool addPrefixSpace, bool useRegex, bool trimOffsets) : PreTokenizer
{
    public override bool AddsPrefixSpace => addPrefixSpace;

    public override int NextEnd(ReadOnlySpan<char> text, int start)
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

    public override JsonObject ToJson() => new()
    {
        ["type"] = "ByteLevel",
        ["add_prefix_space"] = addPrefixSpace,
        ["trim_offsets"] = trimOffsets,
        ["use_regex"] = useRegex
    };

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
}
