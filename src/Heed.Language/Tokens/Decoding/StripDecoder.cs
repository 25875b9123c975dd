namespace Heed.Language.Tokens.Decoding;

/// <summary>Takes a letter away from the start (so many times at most) and from the end of each text.</summary>
internal sealed class StripDecoder(char content, int start, int stop) : TokenDecoder
{
    public override List<string> Decode(List<string> tokens)
    {
        var stripped = new List<string>(tokens.Count);
        foreach (var token in tokens)
        {
            var (from, to) = (0, token.Length);
            while (from < Math.Min(start, token.Length) && token[from] == content) from++;
            while (to > from && token.Length - to < stop && token[to - 1] == content) to--;
            stripped.Add(token[from..to]);
        }
        return stripped;
    }
}
