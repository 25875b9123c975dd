using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja.Expressions;

internal sealed record Literal(Position At, object? Constant) : Expression(At)
{
    protected override object? Value(Scope scope) => Constant;
}

internal sealed record Name(Position At, string Text) : Expression(At)
{
    protected override object? Value(Scope scope) => scope.Get(Text);
}

internal sealed record ListLiteral(Position At, IReadOnlyList<Expression> Items) : Expression(At)
{
    protected override object Value(Scope scope) => new PyList([.. Items.Select(i => i.Evaluate(scope))]);
}

internal sealed record TupleLiteral(Position At, IReadOnlyList<Expression> Items) : Expression(At)
{
    protected override object Value(Scope scope) => new PyTuple([.. Items.Select(i => i.Evaluate(scope))]);
}

internal sealed record DictLiteral(Position At, IReadOnlyList<(Expression Key, Expression Value)> Entries) : Expression(At)
{
    protected override object Value(Scope scope)
    {
        var dict = new PyDict();
        foreach (var (key, value) in Entries) dict.Set(key.Evaluate(scope), value.Evaluate(scope));
        return dict;
    }
}
