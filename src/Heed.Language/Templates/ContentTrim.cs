namespace Heed.Language.Templates;

/// <summary>White space off both ends as Jinja's <c>trim</c> takes it (Python's: the four separators U+001C to U+001F too).</summary>
internal static class ContentTrim
{
    public static string Of(string content)
    {
        var (start, end) = (0, content.Length);
        while (start < end && IsSpace(content[start])) start++;
        while (end > start && IsSpace(content[end - 1])) end--;
        return content[start..end];
    }

    private static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F';
}
