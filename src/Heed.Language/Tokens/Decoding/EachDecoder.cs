namespace Heed.Language.Tokens.Decoding;

/// <summary>Changes each token by itself, knowing whether it is the first and whether the last.</summary>
internal sealed class EachDecoder(Func<string, bool, bool, string> change) : TokenDecoder
{
    public override List<string> Decode(List<string> tokens)
    {
        var changed = new List<string>(tokens.Count);
        for (var i = 0; i < tokens.Count; i++) changed.Add(change(tokens[i], i == 0, i == tokens.Count - 1));
        return changed;
    }
}
