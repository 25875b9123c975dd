namespace Heed.Evaluation.Texts;

/// <summary>Levenshtein distance: fewest insertions, deletions and substitutions that turn one sequence into the other.</summary>
public static class EditDistance
{
    /// <summary>Over any symbols, such as words; O(nm) time, O(m) memory.</summary>
    public static int Of<T>(IReadOnlyList<T> first, IReadOnlyList<T> second) where T : IEquatable<T>
    {
        var row = Enumerable.Range(0, second.Count + 1).ToArray();
        for (var i = 0; i < first.Count; i++)
        {
            var diagonal = row[0]++;
            for (var j = 0; j < second.Count; j++)
            {
                var substituted = diagonal + (first[i].Equals(second[j]) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(substituted, Math.Min(row[j], row[j + 1]) + 1);
            }
        }
        return row[^1];
    }

    /// <summary>Over Unicode code points.</summary>
    public static int OfCharacters(string first, string second) => Of([.. first.EnumerateRunes()], [.. second.EnumerateRunes()]);

    /// <summary>Over words split at white space, case kept.</summary>
    public static int OfWords(string first, string second) => Of(Split(first), Split(second));

    private static string[] Split(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
