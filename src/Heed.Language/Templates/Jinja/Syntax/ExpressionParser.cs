using Heed.Language.Templates.Jinja.Expressions;

namespace Heed.Language.Templates.Jinja.Syntax;

/// <summary>
/// Expressions, loosest first: if-else, or, and, not, comparisons, + and -, ~, * / // %, **, signs, values.
/// </summary>
internal sealed class ExpressionParser
{
    private readonly TokenStream _tokens;
    private readonly Review _review;

    public ExpressionParser(TokenStream tokens, Review review)
    {
        (_tokens, _review) = (tokens, review);
        Suffixes = new SuffixParser(tokens, review, this);
    }

    /// <summary>What follows a value.</summary>
    public SuffixParser Suffixes { get; }

    /// <summary>Names that are read while a macro's body is parsed.</summary>
    public HashSet<string> Mentioned { get; set; } = [];

    public Expression Expression(bool conditional = true) => _tokens.Deeper(() => conditional ? Conditional() : Or());

    /// <summary>One expression, or several with commas between them: a tuple.</summary>
    public Expression Tuple(bool conditional = true, bool parentheses = false, string? end = null)
    {
        var at = _tokens.Current.At;
        var items = new List<Expression>();
        var isTuple = false;
        while (true)
        {
            if (items.Count > 0) _tokens.ExpectOperator(",");
            if (EndsTuple(end)) break;
            items.Add(Expression(conditional));
            if (!_tokens.Current.IsOperator(",")) break;
            isTuple = true;
        }
        if (isTuple || (items.Count == 0 && parentheses)) return new TupleLiteral(at, items);
        return items.Count > 0 ? items[0] : throw Fault.Syntax($"Expected an expression, got '{_tokens.Current.Description}'", _tokens.Current.At);
    }

    private bool EndsTuple(string? end) => _tokens.Current.Kind is TokenKind.OutputEnd or TokenKind.BlockEnd || _tokens.Current.IsOperator(")") || (end is not null && _tokens.Current.IsName(end));

    private Expression Conditional()
    {
        var (at, mark) = (_tokens.Current.At, _review.Mark);
        var value = Or();
        while (_tokens.TakeName("if"))
        {
            var test = Or();
            var otherwise = _tokens.TakeName("else") ? _tokens.Deeper(Conditional) : null;
            _review.Forgive(mark);
            value = new Conditional(at, test, value, otherwise);
        }
        return value;
    }

    private Expression Or()
    {
        var (at, left) = (_tokens.Current.At, And());
        while (_tokens.TakeName("or")) left = new Junction(at, IsAnd: false, left, And());
        return left;
    }

    private Expression And()
    {
        var (at, left) = (_tokens.Current.At, Not());
        while (_tokens.TakeName("and")) left = new Junction(at, IsAnd: true, left, Not());
        return left;
    }

    private Expression Not()
    {
        var at = _tokens.Current.At;
        return _tokens.TakeName("not") ? new Not(at, _tokens.Deeper(Not)) : Comparison();
    }

    private Expression Comparison()
    {
        var at = _tokens.Current.At;
        var first = Sum();
        var rest = new List<(string, Expression)>();
        while (true)
        {
            var token = _tokens.Current;
            if (token.Kind == TokenKind.Operator && token.Text is "==" or "!=" or "<" or "<=" or ">" or ">=")
            {
                _tokens.Take();
                rest.Add((token.Text, Sum()));
            }
            else if (_tokens.TakeName("in")) rest.Add(("in", Sum()));
            else if (token.IsName("not") && _tokens.Following.IsName("in"))
            {
                _tokens.Take();
                _tokens.Take();
                rest.Add(("not in", Sum()));
            }
            else return rest.Count == 0 ? first : new Comparison(at, first, rest);
        }
    }

    private Expression Sum() => Chain(Concatenation, "+", "-");

    private Expression Concatenation()
    {
        var at = _tokens.Current.At;
        var parts = new List<Expression> { Product() };
        while (_tokens.TakeOperator("~")) parts.Add(Product());
        return parts.Count == 1 ? parts[0] : new Concatenation(at, parts);
    }

    private Expression Product() => Chain(Power, "*", "/", "//", "%");

    private Expression Power() => Chain(() => Unary(), "**");

    private Expression Chain(Func<Expression> operand, params string[] symbols)
    {
        var left = operand();
        while (_tokens.Current.Kind == TokenKind.Operator && symbols.Contains(_tokens.Current.Text))
        {
            var symbol = _tokens.Take();
            left = new Arithmetic(symbol.At, symbol.Text, left, operand());
        }
        return left;
    }

    private Expression Unary(bool filters = true)
    {
        var at = _tokens.Current.At;
        Expression value;
        if (_tokens.TakeOperator("-")) value = new Sign(at, Negative: true, _tokens.Deeper(() => Unary(false)));
        else if (_tokens.TakeOperator("+")) value = new Sign(at, Negative: false, _tokens.Deeper(() => Unary(false)));
        else value = Primary();
        value = Suffixes.Postfix(value);
        return filters ? Suffixes.FiltersAndTests(value) : value;
    }

    public Expression Primary()
    {
        var token = _tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Name:
                _tokens.Take();
                return (Expression?)Constant(token) ?? Mention(token);
            case TokenKind.String:
                _tokens.Take();
                var text = (string)token.Value!;
                while (_tokens.Current.Kind == TokenKind.String) text += (string)_tokens.Take().Value!;
                return new Literal(token.At, text);
            case TokenKind.Integer or TokenKind.Float:
                _tokens.Take();
                return new Literal(token.At, token.Value);
            case TokenKind.Operator when token.Text == "(":
                _tokens.Take();
                var inner = Tuple(parentheses: true);
                _tokens.ExpectOperator(")");
                return inner;
            case TokenKind.Operator when token.Text == "[": return ListLiteral();
            case TokenKind.Operator when token.Text == "{": return DictLiteral();
            default: throw Fault.Syntax($"unexpected '{token.Description}'", token.At);
        }
    }

    private static Literal? Constant(Token name) => name.Text switch
    {
        "true" or "True" => new Literal(name.At, true),
        "false" or "False" => new Literal(name.At, false),
        "none" or "None" => new Literal(name.At, null),
        _ => null
    };

    private Name Mention(Token name)
    {
        Mentioned.Add(name.Text);
        return new Name(name.At, name.Text);
    }

    private ListLiteral ListLiteral()
    {
        var at = _tokens.ExpectOperator("[").At;
        var items = new List<Expression>();
        while (!_tokens.Current.IsOperator("]"))
        {
            if (items.Count > 0) _tokens.ExpectOperator(",");
            if (_tokens.Current.IsOperator("]")) break;
            items.Add(Expression());
        }
        _tokens.ExpectOperator("]");
        return new ListLiteral(at, items);
    }

    private DictLiteral DictLiteral()
    {
        var at = _tokens.ExpectOperator("{").At;
        var entries = new List<(Expression, Expression)>();
        while (!_tokens.Current.IsOperator("}"))
        {
            if (entries.Count > 0) _tokens.ExpectOperator(",");
            if (_tokens.Current.IsOperator("}")) break;
            var key = Expression();
            _tokens.ExpectOperator(":");
            entries.Add((key, Expression()));
        }
        _tokens.ExpectOperator("}");
        return new DictLiteral(at, entries);
    }
}
