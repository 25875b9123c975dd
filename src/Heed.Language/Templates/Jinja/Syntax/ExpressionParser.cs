using Heed.Language.Templates.Jinja.Expressions;
using Attribute = Heed.Language.Templates.Jinja.Expressions.Attribute;

namespace Heed.Language.Templates.Jinja.Syntax;

/// <summary>
/// Expressions, loosest first: if-else, or, and, not, comparisons, + and -, ~, * / // %, **, signs, then what follows a value (attributes,
/// calls, filters, tests).
/// </summary>
internal sealed class ExpressionParser(TokenStream tokens, Review review)
{
    /// <summary>Names that are read while a macro's body is parsed.</summary>
    public HashSet<string> Mentioned { get; set; } = [];

    public Expression Expression(bool conditional = true) => tokens.Deeper(() => conditional ? Conditional() : Or());

    /// <summary>One expression, or several with commas between them: a tuple.</summary>
    public Expression Tuple(bool conditional = true, bool parentheses = false, string? end = null)
    {
        var at = tokens.Current.At;
        var items = new List<Expression>();
        var isTuple = false;
        while (true)
        {
            if (items.Count > 0) tokens.ExpectOperator(",");
            if (EndsTuple(end)) break;
            items.Add(Expression(conditional));
            if (!tokens.Current.IsOperator(",")) break;
            isTuple = true;
        }
        if (isTuple || (items.Count == 0 && parentheses)) return new TupleLiteral(at, items);
        return items.Count > 0 ? items[0] : throw Fault.Syntax($"Expected an expression, got '{tokens.Current.Description}'", tokens.Current.At);
    }

    private bool EndsTuple(string? end) => tokens.Current.Kind is TokenKind.OutputEnd or TokenKind.BlockEnd || tokens.Current.IsOperator(")") || (end is not null && tokens.Current.IsName(end));

    private Expression Conditional()
    {
        var (at, mark) = (tokens.Current.At, review.Mark);
        var value = Or();
        while (tokens.TakeName("if"))
        {
            var test = Or();
            var otherwise = tokens.TakeName("else") ? tokens.Deeper(Conditional) : null;
            review.Forgive(mark);
            value = new Conditional(at, test, value, otherwise);
        }
        return value;
    }

    private Expression Or()
    {
        var (at, left) = (tokens.Current.At, And());
        while (tokens.TakeName("or")) left = new Junction(at, IsAnd: false, left, And());
        return left;
    }

    private Expression And()
    {
        var (at, left) = (tokens.Current.At, Not());
        while (tokens.TakeName("and")) left = new Junction(at, IsAnd: true, left, Not());
        return left;
    }

    private Expression Not()
    {
        var at = tokens.Current.At;
        return tokens.TakeName("not") ? new Not(at, tokens.Deeper(Not)) : Comparison();
    }

    private Expression Comparison()
    {
        var at = tokens.Current.At;
        var first = Sum();
        var rest = new List<(string, Expression)>();
        while (true)
        {
            var token = tokens.Current;
            if (token.Kind == TokenKind.Operator && token.Text is "==" or "!=" or "<" or "<=" or ">" or ">=")
            {
                tokens.Take();
                rest.Add((token.Text, Sum()));
            }
            else if (tokens.TakeName("in")) rest.Add(("in", Sum()));
            else if (token.IsName("not") && tokens.Following.IsName("in"))
            {
                tokens.Take();
                tokens.Take();
                rest.Add(("not in", Sum()));
            }
            else return rest.Count == 0 ? first : new Comparison(at, first, rest);
        }
    }

    private Expression Sum() => Chain(Concatenation, "+", "-");

    private Expression Concatenation()
    {
        var at = tokens.Current.At;
        var parts = new List<Expression> { Product() };
        while (tokens.TakeOperator("~")) parts.Add(Product());
        return parts.Count == 1 ? parts[0] : new Concatenation(at, parts);
    }

    private Expression Product() => Chain(Power, "*", "/", "//", "%");

    private Expression Power() => Chain(() => Unary(), "**");

    private Expression Chain(Func<Expression> operand, params string[] symbols)
    {
        var left = operand();
        while (tokens.Current.Kind == TokenKind.Operator && symbols.Contains(tokens.Current.Text))
        {
            var symbol = tokens.Take();
            left = new Arithmetic(symbol.At, symbol.Text, left, operand());
        }
        return left;
    }

    private Expression Unary(bool filters = true)
    {
        var at = tokens.Current.At;
        Expression value;
        if (tokens.TakeOperator("-")) value = new Sign(at, Negative: true, tokens.Deeper(() => Unary(false)));
        else if (tokens.TakeOperator("+")) value = new Sign(at, Negative: false, tokens.Deeper(() => Unary(false)));
        else value = Primary();
        value = Postfix(value);
        return filters ? FiltersAndTests(value) : value;
    }

    public Expression Primary()
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Name:
                tokens.Take();
                return (Expression?)Constant(token) ?? Mention(token);
            case TokenKind.String:
                tokens.Take();
                var text = (string)token.Value!;
                while (tokens.Current.Kind == TokenKind.String) text += (string)tokens.Take().Value!;
                return new Literal(token.At, text);
            case TokenKind.Integer or TokenKind.Float:
                tokens.Take();
                return new Literal(token.At, token.Value);
            case TokenKind.Operator when token.Text == "(":
                tokens.Take();
                var inner = Tuple(parentheses: true);
                tokens.ExpectOperator(")");
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
        var at = tokens.ExpectOperator("[").At;
        var items = new List<Expression>();
        while (!tokens.Current.IsOperator("]"))
        {
            if (items.Count > 0) tokens.ExpectOperator(",");
            if (tokens.Current.IsOperator("]")) break;
            items.Add(Expression());
        }
        tokens.ExpectOperator("]");
        return new ListLiteral(at, items);
    }

    private DictLiteral DictLiteral()
    {
        var at = tokens.ExpectOperator("{").At;
        var entries = new List<(Expression, Expression)>();
        while (!tokens.Current.IsOperator("}"))
        {
            if (entries.Count > 0) tokens.ExpectOperator(",");
            if (tokens.Current.IsOperator("}")) break;
            var key = Expression();
            tokens.ExpectOperator(":");
            entries.Add((key, Expression()));
        }
        tokens.ExpectOperator("}");
        return new DictLiteral(at, entries);
    }

    public Expression Postfix(Expression value)
    {
        while (true)
        {
            if (tokens.Current.IsOperator(".") || tokens.Current.IsOperator("[")) value = Subscript(value);
            else if (tokens.Current.IsOperator("(")) value = Call(value);
            else return value;
        }
    }

    private Expression FiltersAndTests(Expression value)
    {
        while (true)
        {
            if (tokens.Current.IsOperator("|")) value = Filter(value);
            else if (tokens.Current.IsName("is")) value = Test(value);
            else if (tokens.Current.IsOperator("(")) value = Call(value);
            else return value;
        }
    }

    private Call Call(Expression function)
    {
        var at = tokens.Current.At;
        return new Call(at, function, Arguments());
    }

    private Expression Subscript(Expression owner)
    {
        var token = tokens.Take();
        if (token.Text == ".")
        {
            var name = tokens.Take();
            return name.Kind switch
            {
                TokenKind.Name => new Attribute(token.At, owner, name.Text),
                TokenKind.Integer => new Item(token.At, owner, new Literal(name.At, name.Value)),
                _ => throw Fault.Syntax("expected name or number", name.At)
            };
        }
        var keys = new List<Expression>();
        while (!tokens.Current.IsOperator("]"))
        {
            if (keys.Count > 0) tokens.ExpectOperator(",");
            keys.Add(Subscribed(owner, token.At));
        }
        tokens.ExpectOperator("]");
        return keys is [Slice slice] && ReferenceEquals(slice.Owner, owner) ? slice : new Item(token.At, owner, keys.Count == 1 ? keys[0] : new TupleLiteral(token.At, keys));
    }

    private Expression Subscribed(Expression owner, Position at)
    {
        Expression? Part() => tokens.Current.IsOperator(":") || tokens.Current.IsOperator("]") || tokens.Current.IsOperator(",") ? null : Expression();
        var start = tokens.Current.IsOperator(":") ? null : Expression();
        if (!tokens.TakeOperator(":")) return start!;
        var stop = Part();
        var step = tokens.TakeOperator(":") ? Part() : null;
        return new Slice(at, owner, start, stop, step);
    }

    /// <summary>(a, b=c, *d, **e)</summary>
    public CallArguments Arguments()
    {
        var open = tokens.ExpectOperator("(");
        var (positional, named) = (new List<Expression>(), new List<(string, Expression)>());
        Expression? unpacked = null, unpackedNamed = null;
        void Ensure(bool allowed)
        {
            if (!allowed) throw Fault.Syntax("invalid syntax for function call expression", open.At);
        }
        for (var first = true; !tokens.Current.IsOperator(")"); first = false)
        {
            if (!first) tokens.ExpectOperator(",");
            if (tokens.Current.IsOperator(")")) break;
            if (tokens.TakeOperator("*"))
            {
                Ensure(unpacked is null && unpackedNamed is null);
                unpacked = Expression();
            }
            else if (tokens.TakeOperator("**"))
            {
                Ensure(unpackedNamed is null);
                unpackedNamed = Expression();
            }
            else if (tokens.Current.Kind == TokenKind.Name && tokens.Following.IsOperator("="))
            {
                Ensure(unpackedNamed is null);
                var name = tokens.Take();
                tokens.Take();
                if (named.Any(n => n.Item1 == name.Text)) review.Compilation($"keyword argument repeated: {name.Text}", name.At);
                named.Add((name.Text, Expression()));
            }
            else
            {
                Ensure(unpacked is null && unpackedNamed is null && named.Count == 0);
                positional.Add(Expression());
            }
        }
        tokens.ExpectOperator(")");
        return new CallArguments(positional, named, unpacked, unpackedNamed);
    }

    /// <summary>One filter after another; the bar before the first has been looked for already where it needs none.</summary>
    public FilterCall Filter(Expression? input, bool startsInline = false)
    {
        FilterCall? filter = null;
        while (startsInline || tokens.Current.IsOperator("|"))
        {
            if (!startsInline) tokens.Take();
            startsInline = false;
            var at = tokens.Current.At;
            var name = DottedName();
            var arguments = tokens.Current.IsOperator("(") ? Arguments() : CallArguments.None;
            review.Filter(name, at);
            filter = new FilterCall(at, filter ?? input, name, arguments);
        }
        return filter!;
    }

    private Expression Test(Expression operand)
    {
        var at = tokens.Take().At;
        var negated = tokens.TakeName("not");
        var place = tokens.Current.At;
        var name = DottedName();
        var arguments = tokens.Current.IsOperator("(") ? Arguments() : StartsArgument() ? new CallArguments([TestArgument()], [], null, null) : CallArguments.None;
        review.Test(name, place);
        Expression test = new TestCall(at, operand, name, arguments);
        return negated ? new Not(at, test) : test;
    }

    private bool StartsArgument()
    {
        var token = tokens.Current;
        return token.Kind is TokenKind.Name or TokenKind.String or TokenKind.Integer or TokenKind.Float || (token.Kind == TokenKind.Operator && token.Text is "[" or "{")
            ? !(token.IsName("else") || token.IsName("or") || token.IsName("and")) : false;
    }

    private Expression TestArgument() => tokens.Current.IsName("is") ? throw Fault.Syntax("You cannot chain multiple tests with is", tokens.Current.At) : tokens.Deeper(() => Postfix(Primary()));

    private string DottedName()
    {
        var name = tokens.ExpectAnyName().Text;
        while (tokens.TakeOperator(".")) name += "." + tokens.ExpectAnyName().Text;
        return name;
    }
}
