namespace Heed.Evaluation.Texts;

/// <summary>How much a text says again. Lower-cased words.</summary>
public static class Repetition
{
    /// <summary>1 - distinct/total n-grams; 0 for texts shorter than n words.</summary>
    public static double OfNGrams(string text, int n)
    {
        var counts = NGrams.Count(NGrams.Words(text), n);
        return counts.Count == 0 ? 0 : 1 - counts.Count / (double)counts.Values.Sum();
    }

    /// <summary>Share of the most frequent word; 0 for an empty text.</summary>
    public static double TopShare(string text)
    {
        var words = NGrams.Words(text);
        return words.Length == 0 ? 0 : NGrams.Count(words, 1).Values.Max() / (double)words.Length;
    }

    /// <summary>Longest run of one word.</summary>
    public static int LongestRun(string text)
    {
        var words = NGrams.Words(text);
        int longest = 0, run = 0;
        for (var i = 0; i < words.Length; i++)
        {
            run = i > 0 && words[i] == words[i - 1] ? run + 1 : 1;
            longest = Math.Max(longest, run);
        }
        return longest;
    }
}
