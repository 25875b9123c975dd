namespace Heed.Labelling.Loading;

/// <summary>Guidelines for a project that has not written its own yet.</summary>
internal static class DefaultGuidelines
{
    public const string Text = """
        # How to answer

        1. Read the conversation, then **all** of each response.
        2. Prefer the response that serves the person who asks: it is true, does what was asked, and says no more than is useful.
        3. Length is no merit of its own. A short right answer is better than a long wrong one.
        4. How much better? Choose the strength by how sure you would be to explain it to somebody else.
        5. Two responses may be equally good or equally bad: say so. If you lack the knowledge to judge, say that; it is a good answer.
        6. Something dangerous, private or broken gets a flag, whichever response you prefer.
        7. Skip what you should not or do not want to look at. Nobody counts that against you.
        """;
}
