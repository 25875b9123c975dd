namespace Heed.Language.Tokens.Decoding;

/// <summary>Reads the decoder of a tokenizer.json.</summary>
internal static class DecoderJson
{
    private const string Known = "BPEDecoder, ByteFallback, ByteLevel, CTC, Fuse, Metaspace, Replace, Sequence, Strip, WordPiece";

    public static TokenDecoder Read(ComponentJson json) => json.Type switch
    {
        "ByteLevel" => new ByteLevelDecoder(),
        "ByteFallback" => new ByteFallbackDecoder(),
        "Fuse" => new FuseDecoder(),
        "BPEDecoder" => EndOfWord(json.OptionalText("suffix") ?? "</w>"),
        "WordPiece" => WordPiece(json),
        "Metaspace" => Metaspace(json),
        "Replace" => Replace(json),
        "Strip" => new StripDecoder(json.Letter("content"), json.Number("start"), json.Number("stop")),
        "CTC" => new CtcDecoder(json.OptionalText("pad_token") ?? "<pad>", json.OptionalText("word_delimiter_token") ?? "|", json.Flag("cleanup", true)),
        "Sequence" => new DecoderSequence([.. json.Children("decoders").Select(Read)]),
        _ => throw json.Unknown(Known)
    };

    private static EachDecoder EndOfWord(string suffix) => new((token, _, last) => suffix.Length == 0 ? token : token.Replace(suffix, last ? "" : " ", StringComparison.Ordinal));

    private static EachDecoder Metaspace(ComponentJson json)
    {
        var replacement = json.Letter("replacement", '\u2581').ToString();
        var prepended = json.OptionalText("prepend_scheme") != "never" && json.OptionalFlag("add_prefix_space") is not false;
        return new EachDecoder((token, first, _) => token.Replace(replacement, first && prepended ? "" : " ", StringComparison.Ordinal));
    }

    private static EachDecoder WordPiece(ComponentJson json)
    {
        var (prefix, cleanup) = (json.OptionalText("prefix") ?? "##", json.Flag("cleanup", true));
        return new EachDecoder((token, first, _) =>
        {
            if (!first) token = token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..] : " " + token;
            return cleanup ? EnglishSpaces.TakeOut(token) : token;
        });
    }

    private static EachDecoder Replace(ComponentJson json)
    {
        var (pattern, content) = (SearchPattern.Read(json), json.Text("content"));
        return new EachDecoder((token, _, _) =>
        {
            var matches = new List<(int Start, int End)>();
            pattern.Matches(token, matches);
            for (var i = matches.Count - 1; i >= 0; i--) token = string.Concat(token.AsSpan(0, matches[i].Start), content, token.AsSpan(matches[i].End));
            return token;
        });
    }
}
