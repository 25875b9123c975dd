using System.Text;
using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja.Expressions;

internal sealed record Conditional(Position At, Expression Test, Expression Then, Expression? Else) : Expression(At)
{
    protected override object? Value(Scope scope) => PyCompare.Truth(Test.Evaluate(scope)) ? Then.Evaluate(scope)
        : Else is not null ? Else.Evaluate(scope)
        : Undefined.Because($"the inline if-expression on line {At.Line} evaluated to false and no else section was defined.");
}

/// <summary>and, or: the value that decides.</summary>
internal sealed record Junction(Position At, bool IsAnd, Expression Left, Expression Right) : Expression(At)
{
    protected override object? Value(Scope scope)
    {
        var left = Left.Evaluate(scope);
        return PyCompare.Truth(left) == IsAnd ? Right.Evaluate(scope) : left;
    }
}

internal sealed record Not(Position At, Expression Operand) : Expression(At)
{
    protected override object Value(Scope scope) => !PyCompare.Truth(Operand.Evaluate(scope));
}

internal sealed record Sign(Position At, bool Negative, Expression Operand) : Expression(At)
{
    protected override object Value(Scope scope)
    {
        var value = Operand.Evaluate(scope);
        scope.Run.At = At;
        return Negative ? PyArithmetic.Negate(value) : PyArithmetic.Plus(value);
    }
}

internal sealed record Arithmetic(Position At, string Symbol, Expression Left, Expression Right) : Expression(At)
{
    protected override object? Value(Scope scope)
    {
        var (left, right) = (Left.Evaluate(scope), Right.Evaluate(scope));
        scope.Run.At = At;
        return PyArithmetic.Apply(scope.Run, Symbol, left, right);
    }
}

/// <summary>a ~ b ~ c: all as text.</summary>
internal sealed record Concatenation(Position At, IReadOnlyList<Expression> Parts) : Expression(At)
{
    protected override object Value(Scope scope)
    {
        var text = new StringBuilder();
        foreach (var part in Parts)
        {
            var piece = PyRepr.Str(scope.Run.Meter, part.Evaluate(scope));
            scope.Run.Meter.Text(piece.Length);
            text.Append(piece);
        }
        return text.ToString();
    }
}

/// <summary>a &lt; b &lt;= c: every neighbouring pair must hold; what follows the first that does not is not looked at.</summary>
internal sealed record Comparison(Position At, Expression First, IReadOnlyList<(string Symbol, Expression Right)> Rest) : Expression(At)
{
    protected override object Value(Scope scope)
    {
        var left = First.Evaluate(scope);
        foreach (var (symbol, operand) in Rest)
        {
            var right = operand.Evaluate(scope);
            scope.Run.At = At;
            if (!Holds(scope.Run.Meter, symbol, left, right)) return false;
            left = right;
        }
        return true;
    }

    public static bool Holds(Meter meter, string symbol, object? left, object? right) => symbol switch
    {
        "==" => PyCompare.Equal(meter, left, right),
        "!=" => !PyCompare.Equal(meter, left, right),
        "in" => PySequence.Contains(meter, right, left),
        "not in" => !PySequence.Contains(meter, right, left),
        "<" => PyCompare.Order(meter, left, right, symbol) < 0,
        "<=" => PyCompare.Order(meter, left, right, symbol) <= 0,
        ">" => PyCompare.Order(meter, left, right, symbol) == 1,
        _ => PyCompare.Order(meter, left, right, symbol) is 0 or 1
    };
}
