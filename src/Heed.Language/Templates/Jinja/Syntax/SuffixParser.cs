using Heed.Language.Templates.Jinja.Expressions;
using Attribute = Heed.Language.Templates.Jinja.Expressions.Attribute;

namespace Heed.Language.Templates.Jinja.Syntax;

/// <summary>What follows a value: attributes, keys, calls, filters and tests.</summary>
internal sealed class SuffixParser(TokenStream tokens, Review review, ExpressionParser expressions)
{
    public Expression Postfix(Expression value)
    {
        while (true)
        {
            if (tokens.Current.IsOperator(".") || tokens.Current.IsOperator("[")) value = Subscript(value);
            else if (tokens.Current.IsOperator("(")) value = Call(value);
            else return value;
        }
    }

    public Expression FiltersAndTests(Expression value)
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
        Expression? Part() => tokens.Current.IsOperator(":") || tokens.Current.IsOperator("]") || tokens.Current.IsOperator(",") ? null : expressions.Expression();
        var start = tokens.Current.IsOperator(":") ? null : expressions.Expression();
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
                unpacked = expressions.Expression();
            }
            else if (tokens.TakeOperator("**"))
            {
                Ensure(unpackedNamed is null);
                unpackedNamed = expressions.Expression();
            }
            else if (tokens.Current.Kind == TokenKind.Name && tokens.Following.IsOperator("="))
            {
                Ensure(unpackedNamed is null);
                var name = tokens.Take();
                tokens.Take();
                if (named.Any(n => n.Item1 == name.Text)) review.Compilation($"keyword argument repeated: {name.Text}", name.At);
                named.Add((name.Text, expressions.Expression()));
            }
            else
            {
                Ensure(unpacked is null && unpackedNamed is null && named.Count == 0);
                positional.Add(expressions.Expression());
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

    private Expression TestArgument() => tokens.Current.IsName("is") ? throw Fault.Syntax("You cannot chain multiple tests with is", tokens.Current.At) : tokens.Deeper(() => Postfix(expressions.Primary()));

    private string DottedName()
    {
        var name = tokens.ExpectAnyName().Text;
        while (tokens.TakeOperator(".")) name += "." + tokens.ExpectAnyName().Text;
        return name;
    }
}
