namespace Heed.Language.Tokens.Decoding;

/// <summary>Takes out the spaces that word pieces put before English punctuation and endings.</summary>
internal static class EnglishSpaces
{
    private static readonly (string From, string To)[] Rules =
        [(" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re")];

    public static string TakeOut(string text) => Rules.Aggregate(text, (t, rule) => t.Replace(rule.From, rule.To, StringComparison.Ordinal));
}
