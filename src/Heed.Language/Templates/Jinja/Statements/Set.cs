using Heed.Language.Templates.Jinja.Expressions;

namespace Heed.Language.Templates.Jinja.Statements;

internal sealed record Set(Position At, Target Target, Expression Value) : Statement(At)
{
    public override Flow Execute(Scope scope)
    {
        var value = Value.Evaluate(scope);
        scope.Run.At = At;
        Target.Assign(scope, value);
        return Flow.Next;
    }
}

internal sealed record SetBlock(Position At, Target Target, FilterCall? Filter, Body Body) : Statement(At)
{
    public override Flow Execute(Scope scope)
    {
        var flow = Flow.Next;
        var text = scope.Run.Capture(() => flow = Body.Execute(new Scope(scope)));
        if (flow == Flow.Next) Target.Assign(scope, Filter is null ? text : Filter.Apply(scope, text));
        return flow;
    }
}

internal sealed record With(Position At, IReadOnlyList<(Target Target, Expression Value)> Variables, Body Body) : Statement(At)
{
    public override Flow Execute(Scope scope)
    {
        var inner = new Scope(scope);
        foreach (var (target, value) in Variables) target.Assign(inner, value.Evaluate(scope));
        return Body.Execute(inner);
    }
}
