using Heed.Language.Datasets;

namespace Heed.Language.Curation;

/// <summary>Counts the words of three letters and more in lower case.</summary>
internal sealed class FrequentWords
{
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    public void Count(string text)
    {
        var lookup = _counts.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && char.IsAsciiLetterLower(text[end])) end++;
            var whole = (start == 0 || !char.IsLetter(text[start - 1])) && (end == text.Length || !char.IsLetter(text[end]));
            if (whole && end - start >= 3)
            {
                var word = text.AsSpan(start, end - start);
                lookup[word] = lookup.TryGetValue(word, out var count) ? count + 1 : 1;
            }
            start = end + 1;
        }
    }

    /// <summary>The most frequent words; of equally frequent ones the first by letters.</summary>
    public IReadOnlyList<string> Top(int count, string input) => _counts.Count >= 2
        ? [.. _counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(count).Select(c => c.Key)]
        : throw new DatasetException(input, null, "canaries are drawn from the text's words of three letters a to z and more, of which it has fewer than two; leave canaries out");
}
