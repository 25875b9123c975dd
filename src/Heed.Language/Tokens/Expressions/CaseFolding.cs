using System.Text;

namespace Heed.Language.Tokens.Expressions;

/// <summary>Letters that differ by case only (simple folding, one letter to one): <c>k</c>, <c>K</c> and the Kelvin sign are one.</summary>
internal static class CaseFolding
{
    // No letter beyond this has a case.
    private const int LastCased = 0x1FFFF;

    private static readonly Lazy<Dictionary<int, int[]>> Variants = new(MakeVariants);

    /// <summary>The set with every letter that equals one of it but for case.</summary>
    public static CodePointSet Widen(CodePointSet set)
    {
        var added = Variants.Value.Where(v => set.Contains(v.Key)).SelectMany(v => v.Value).Select(c => (c, c)).ToList();
        return added.Count == 0 ? set : CodePointSet.Of(set.Ranges.Concat(added));
    }

    private static Dictionary<int, int[]> MakeVariants()
    {
        var groups = new Dictionary<int, List<int>>();
        for (var c = 0; c <= LastCased; c++)
        {
            if (c is >= 0xD800 and <= 0xDFFF) continue;
            var fold = Fold(c);
            if (!groups.TryGetValue(fold, out var group)) groups[fold] = group = [];
            group.Add(c);
        }
        return groups.Values.Where(g => g.Count > 1).SelectMany(g => g.Select(c => (c, Others: g.Where(o => o != c).ToArray()))).ToDictionary(p => p.c, p => p.Others);
    }

    // Lower case of upper case: so that both long s and s, Kelvin sign and k meet.
    private static int Fold(int codePoint) => codePoint switch
    {
        0x130 or 0x131 => codePoint,
        0x212A => 'k',
        0x2126 => 0x3C9,
        0x212B => 0xE5,
        0x1E9E => 0xDF,
        0x17F => 's',
        _ => Rune.ToLowerInvariant(Rune.ToUpperInvariant(new Rune(codePoint))).Value
    };
}
