namespace Heed.Language.Tokens.Normalizing;

/// <summary>Puts a text in place of every match.</summary>
internal sealed class ReplaceNormalizer(SearchPattern pattern, string content) : TextNormalizer
{
    public override void Normalize(AlignedText text)
    {
        // A single letter for a single letter needs no list of places.
        if (text.Starts is null && pattern.Literal is { Length: > 0 } literal)
        {
            text.Change(text.Text.Replace(literal, content, StringComparison.Ordinal), null);
            return;
        }
        var matches = new List<(int Start, int End)>();
        pattern.Matches(text.Text, matches);
        if (matches.Count == 0) return;
        var edit = new TextEdit(text);
        var done = 0;
        foreach (var (start, end) in matches)
        {
            edit.Copy(done, start);
            edit.Append(content, end - 1);
            done = end;
        }
        edit.Copy(done, text.Text.Length);
        edit.Apply();
    }
}
