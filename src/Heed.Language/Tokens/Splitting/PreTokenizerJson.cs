using Heed.Language.Tokens.Expressions;

namespace Heed.Language.Tokens.Splitting;

/// <summary>Reads the pre_tokenizer of a tokenizer.json.</summary>
internal static class PreTokenizerJson
{
    private const string Known = "BertPreTokenizer, ByteLevel, CharDelimiterSplit, Digits, FixedLength, Metaspace, Punctuation, Sequence, Split, UnicodeScripts, Whitespace, WhitespaceSplit";

    public static PreTokenizer Read(ComponentJson json) => json.Type switch
    {
        "ByteLevel" => new ByteLevelPreTokenizer(json.Flag("add_prefix_space", true), json.Flag("use_regex", true)),
        "Split" => new SplitPreTokenizer(SearchPattern.Read(json), Behavior(json, null), json.Flag("invert", false)),
        "Metaspace" => Metaspace(json),
        "Digits" => new LetterSplit(IsNumber, json.Flag("individual_digits", false) ? DelimiterBehavior.Isolated : DelimiterBehavior.Contiguous),
        "Punctuation" => new LetterSplit(IsPunctuation, Behavior(json, DelimiterBehavior.Isolated)),
        "Whitespace" => new SplitPreTokenizer(Words, DelimiterBehavior.Removed, inverted: true),
        "WhitespaceSplit" => new LetterSplit(CodePoints.IsWhiteSpace, DelimiterBehavior.Removed),
        "CharDelimiterSplit" => Delimiter(json),
        "BertPreTokenizer" => new PreTokenizerSequence([new LetterSplit(CodePoints.IsWhiteSpace, DelimiterBehavior.Removed), new LetterSplit(IsPunctuation, DelimiterBehavior.Isolated)]),
        "UnicodeScripts" => new ScriptSplit(),
        "FixedLength" => new FixedLengthSplit(json.Number("length", 5) is > 0 and var length ? length : throw json.Wrong("length is 0; expected at least 1")),
        "Sequence" => new PreTokenizerSequence([.. json.Children("pretokenizers").Select(Read)]),
        _ => throw json.Unknown(Known)
    };

    public static bool IsPunctuation(int letter) => letter < 0x80 ? char.IsAscii((char)letter) && (char.IsPunctuation((char)letter) || char.IsSymbol((char)letter))
        : CodePoints.Category(letter) is >= System.Globalization.UnicodeCategory.ConnectorPunctuation and <= System.Globalization.UnicodeCategory.OtherPunctuation;

    private static readonly SearchPattern Words = SearchPattern.OfExpression(new Pattern(@"\w+|[^\w\s]+", PatternSyntax.Fancy));

    private static bool IsNumber(int letter) =>
        CodePoints.Category(letter) is System.Globalization.UnicodeCategory.DecimalDigitNumber or System.Globalization.UnicodeCategory.LetterNumber or System.Globalization.UnicodeCategory.OtherNumber;

    private static LetterSplit Delimiter(ComponentJson json)
    {
        var delimiter = json.Letter("delimiter");
        return new LetterSplit(c => c == delimiter, DelimiterBehavior.Removed);
    }

    private static MetaspacePreTokenizer Metaspace(ComponentJson json)
    {
        var scheme = json.OptionalText("prepend_scheme") ?? "always";
        if (json.OptionalFlag("add_prefix_space") is false) scheme = "never";
        var when = scheme switch
        {
            "always" => PrependScheme.Always,
            "first" => PrependScheme.First,
            "never" => PrependScheme.Never,
            _ => throw json.Wrong($"prepend_scheme is '{scheme}'; expected always, first or never")
        };
        return new MetaspacePreTokenizer(json.Letter("replacement", '\u2581'), when, json.Flag("split", true));
    }

    private static DelimiterBehavior Behavior(ComponentJson json, DelimiterBehavior? fallback) => json.OptionalText("behavior") is not { } name ? fallback ?? throw json.Wrong("behavior is missing")
        : Enum.TryParse<DelimiterBehavior>(name, out var behavior) && !char.IsAsciiDigit(name[0]) ? behavior
        : throw json.Wrong($"behavior is '{name}'; expected {string.Join(", ", Enum.GetNames<DelimiterBehavior>())}");
}
