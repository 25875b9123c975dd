using System.Text.Json.Nodes;
using Heed.Language.Tokens.Expressions;

namespace Heed.Language.Tokens;

/// <summary>What is looked for in a text: a text, or an expression.</summary>
internal sealed class SearchPattern
{
    private readonly Pattern? _expression;

    private SearchPattern(string? literal, Pattern? expression) => (Literal, _expression) = (literal, expression);

    /// <summary>The text looked for; null for an expression.</summary>
    public string? Literal { get; }

    public static SearchPattern OfText(string text) => new(text, null);

    public static SearchPattern OfExpression(Pattern expression) => new(null, expression);

    /// <summary>The field <c>pattern</c> of a component: {"String": …} or {"Regex": …}.</summary>
    public static SearchPattern Read(ComponentJson json)
    {
        if (json.Json["pattern"] is JsonValue) return OfText(json.Text("pattern"));
        var pattern = json.Child("pattern");
        if (pattern.Json["String"] is not null) return OfText(pattern.Text("String"));
        try
        {
            return OfExpression(new Pattern(pattern.Text("Regex"), PatternSyntax.Oniguruma));
        }
        catch (FormatException error)
        {
            throw json.Wrong(error.Message);
        }
    }

    /// <summary>Every match, left to right.</summary>
    public void Matches(ReadOnlySpan<char> text, List<(int Start, int End)> into)
    {
        if (_expression is not null)
        {
            _expression.Matches(text, into);
            return;
        }
        if (Literal!.Length == 0) return;
        for (var from = 0; text[from..].IndexOf(Literal, StringComparison.Ordinal) is >= 0 and var found; from += found + Literal.Length)
            into.Add((from + found, from + found + Literal.Length));
    }
}
