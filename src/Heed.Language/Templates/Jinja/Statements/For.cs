using Heed.Language.Templates.Jinja.Expressions;
using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja.Statements;

internal sealed record For(Position At, Target Target, Expression Items, Expression? Test, bool Recursive, Body Body, Body? Else) : Statement(At)
{
    public override Flow Execute(Scope scope)
    {
        var items = Items.Evaluate(scope);
        scope.Run.At = At;
        if (!Recursive) Run(scope, items, 0);
        else scope.Run.Write(Recurse(scope, items, 0));
        return Flow.Next;
    }

    private string Recurse(Scope scope, object? items, int depth)
    {
        scope.Run.Meter.Enter();
        var text = scope.Run.Capture(() => Run(scope, items, depth));
        scope.Run.Meter.Leave();
        return text;
    }

    private void Run(Scope scope, object? items, int depth)
    {
        var elements = PySequence.Iterate(scope.Run.Meter, items);
        if (Test is not null) (items, elements) = (null, elements.Where(element => Passes(scope, element)));
        var loop = new LoopVariables(items, elements, depth, Recursive ? (inner, deeper) => Recurse(scope, inner, deeper) : null);
        var completed = false; // Jinja's else asks whether any turn came to its end, not whether there was one
        while (loop.Next())
        {
            var turn = new Scope(scope);
            turn.Set("loop", loop);
            Target.Assign(turn, loop.Current);
            var flow = Body.Execute(turn);
            completed |= flow == Flow.Next;
            if (flow == Flow.Break) break;
        }
        if (!completed) Else?.Execute(new Scope(scope));
    }

    private bool Passes(Scope scope, object? element)
    {
        var turn = new Scope(scope);
        Target.Assign(turn, element);
        return PyCompare.Truth(Test!.Evaluate(turn));
    }
}

/// <summary>break, continue.</summary>
internal sealed record Jump(Position At, Flow To) : Statement(At)
{
    public override Flow Execute(Scope scope) => To;
}
