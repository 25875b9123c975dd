namespace Heed.Models.Generation.Constraints;

/// <summary>
/// What an answer may be, as rules over bytes: a rule is a choice of sequences, a sequence holds ranges of bytes and other rules. Written in
/// the notation of llama.cpp's GBNF: <c>root ::= "yes" | "no" ("," [a-z ]+)?</c>.
/// </summary>
public sealed class Grammar
{
    internal const string Root = "root";

    internal Grammar(IReadOnlyList<GrammarRule> rules) => Rules = rules;

    /// <summary>The first is the root.</summary>
    internal IReadOnlyList<GrammarRule> Rules { get; }

    /// <summary>Reads rules, one a line or continued in brackets; <c>#</c> begins a comment.</summary>
    /// <exception cref="GrammarException">The text is no grammar, or a rule begins with itself.</exception>
    public static Grammar Parse(string text)
    {
        var grammar = new GrammarParser(text).Parse();
        LeftRecursion.Refuse(grammar);
        return grammar;
    }

    /// <summary>Exactly one of these texts.</summary>
    public static Grammar OneOf(IEnumerable<string> choices)
    {
        var builder = new GrammarBuilder();
        builder.Define(Grammar.Root, [.. choices.Select(GrammarBuilder.Literal)]);
        return builder.Build();
    }
}

/// <summary>Alternatives, each a sequence of symbols.</summary>
internal sealed class GrammarRule(string name)
{
    public string Name { get; } = name;

    public IReadOnlyList<GrammarSymbol[]> Alternatives { get; set; } = [];
}

/// <summary>One byte between two, or another rule.</summary>
internal readonly record struct GrammarSymbol(byte Low, byte High, GrammarRule? Rule)
{
    public static GrammarSymbol Bytes(byte low, byte high) => new(low, high, null);

    public static GrammarSymbol Of(GrammarRule rule) => new(0, 0, rule);
}
