namespace Heed.Language.Tokens.Decoding;

/// <summary>The output of a connectionist temporal classification: repeats are one, the pad token separates (Graves et al. 2006).</summary>
internal sealed class CtcDecoder(string pad, string delimiter, bool cleanup) : TokenDecoder
{
    public override List<string> Decode(List<string> tokens)
    {
        var texts = new List<string>(tokens.Count);
        for (var i = 0; i < tokens.Count; i++)
        {
            if (i > 0 && tokens[i] == tokens[i - 1]) continue;
            var text = pad.Length == 0 ? tokens[i] : tokens[i].Replace(pad, "", StringComparison.Ordinal);
            if (cleanup) text = EnglishSpaces.TakeOut(text);
            if (cleanup && delimiter.Length > 0) text = text.Replace(delimiter, " ", StringComparison.Ordinal);
            if (text.Length > 0) texts.Add(text);
        }
        return texts;
    }
}
