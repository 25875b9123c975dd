using System.Globalization;
using Heed.Language.Tokens.Expressions;

namespace Heed.Language.Tokens.Normalizing;

/// <summary>Keeps, changes or drops each letter by itself.</summary>
/// <param name="change">The letter to put in its place; -1 to drop it.</param>
internal sealed class LetterNormalizer(Func<int, int> change) : LetterByLetter
{
    private readonly UnchangedAscii _unchanged = new(c => change(c) == c);

    /// <summary>Drops combining marks.</summary>
    public static LetterNormalizer StripAccents { get; } = new(c => CodePoints.Category(c) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark ? -1 : c);

    /// <summary>Drops control letters, and makes what counts as white space in machine translation a space.</summary>
    public static LetterNormalizer Nmt { get; } = new(c => c switch
    {
        (>= 0x01 and <= 0x08) or 0x0B or (>= 0x0E and <= 0x1F) or 0x7F or 0x8F or 0x9F => -1,
        0x09 or 0x0A or 0x0C or 0x0D or 0x1680 or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD => ' ',
        _ => c
    });

    public override bool DropsText => true;

    protected override int NextChange(ReadOnlySpan<char> text, int from) => _unchanged.End(text, from);

    protected override void Put(int letter, int at, TextEdit edit)
    {
        if (change(letter) is >= 0 and var changed) edit.Append(changed, at);
    }
}
