using System.Globalization;
using System.Text;
using Heed.Language.Tokens.Expressions;

namespace Heed.Language.Tokens.Normalizing;

/// <summary>
/// SentencePiece's rules as Hugging Face's tokenizers apply them: to each grapheme of fewer than 6 bytes, else to each of its letters;
/// of several rules the shortest. (SentencePiece itself takes the longest wherever it begins.)
/// </summary>
internal sealed class PrecompiledNormalizer(CharacterMap map) : TextNormalizer
{
    private const int LongestGrapheme = 5;

    // A line feed may be one grapheme with what is before it.
    private readonly UnchangedAscii _unchanged = new(c => c is not ('\r' or '\n') && map.Shortest([c]) is null);

    public override bool DropsText => true;

    public override void Normalize(AlignedText text)
    {
        var edit = new TextEdit(text);
        var changed = false;
        for (var at = 0; at < text.Text.Length;)
        {
            if (UnchangedEnd(text.Text, at) is var end && end > at)
            {
                edit.Copy(at, end);
                at = end;
                continue;
            }
            var length = StringInfo.GetNextTextElementLength(text.Text.AsSpan(at));
            var grapheme = text.Text.AsSpan(at, length);
            if (Encoding.UTF8.GetByteCount(grapheme) <= LongestGrapheme && map.Shortest(grapheme) is { } whole)
            {
                Replace(edit, grapheme, at, whole);
                changed = true;
            }
            else changed |= Letters(edit, grapheme, at);
            at += length;
        }
        if (changed) edit.Apply();
    }

    /// <summary>Letters of ASCII are each a grapheme, but the last may be one with marks after it.</summary>
    private int UnchangedEnd(string text, int at)
    {
        var end = _unchanged.End(text, at);
        return end == text.Length || text[end] < 128 ? end : Math.Max(at, end - 1);
    }

    private bool Letters(TextEdit edit, ReadOnlySpan<char> grapheme, int start)
    {
        var changed = false;
        for (var at = 0; at < grapheme.Length;)
        {
            var length = CodePoints.LengthAt(grapheme, at);
            var letter = grapheme.Slice(at, length);
            if (map.Shortest(letter) is { } replacement)
            {
                Replace(edit, letter, start + at, replacement);
                changed = true;
            }
            else edit.Copy(start + at, start + at + length);
            at += length;
        }
        return changed;
    }

    /// <summary>New letters come from the old ones in order, those in excess from the last.</summary>
    private static void Replace(TextEdit edit, ReadOnlySpan<char> old, int start, string replacement)
    {
        var source = 0;
        for (var at = 0; at < replacement.Length;)
        {
            var letter = CodePoints.At(replacement, at, out var length);
            edit.Append(letter, start + source);
            at += length;
            var next = source + CodePoints.LengthAt(old, source);
            if (next < old.Length) source = next;
        }
    }
}
