using System.Runtime.CompilerServices;

namespace Heed.Language.Templates.Jinja.Syntax;

/// <summary>The tokens, one in hand.</summary>
internal sealed class TokenStream(IReadOnlyList<Token> tokens)
{
    private const int DeepestNesting = 200;

    private int _at, _depth;

    public Token Current => tokens[_at];

    public Token Following => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    public Token Take()
    {
        var token = Current;
        if (_at < tokens.Count - 1) _at++;
        return token;
    }

    public bool TakeName(string name)
    {
        if (!Current.IsName(name)) return false;
        Take();
        return true;
    }

    public bool TakeOperator(string symbol)
    {
        if (!Current.IsOperator(symbol)) return false;
        Take();
        return true;
    }

    public Token Expect(TokenKind kind, string description) => Current.Kind == kind ? Take() : throw Unexpected(description);

    public Token ExpectOperator(string symbol) => Current.IsOperator(symbol) ? Take() : throw Unexpected(symbol);

    public Token ExpectName(string name) => Current.IsName(name) ? Take() : throw Unexpected(name);

    public Token ExpectAnyName() => Expect(TokenKind.Name, "name");

    /// <summary>One level deeper, as long as the nesting and the stack allow.</summary>
    public T Deeper<T>(Func<T> parse)
    {
        if (++_depth > DeepestNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw Fault.Recursion();
        var result = parse();
        _depth--;
        return result;
    }

    private ChatTemplateException Unexpected(string expected) => Current.Kind == TokenKind.End
        ? Fault.Syntax($"unexpected end of template, expected '{expected}'.", Current.At)
        : Fault.Syntax($"expected token '{expected}', got '{Current.Description}'", Current.At);
}
