using Heed.Language.Templates.Jinja.Expressions;
using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja.Statements;

internal sealed record PlainText(Position At, string Text) : Statement(At)
{
    public override Flow Execute(Scope scope)
    {
        scope.Run.Write(Text);
        return Flow.Next;
    }
}

internal sealed record Output(Position At, Expression Value) : Statement(At)
{
    public override Flow Execute(Scope scope)
    {
        scope.Run.Write(PyRepr.Str(scope.Run.Meter, Value.Evaluate(scope)));
        return Flow.Next;
    }
}

internal sealed record FilterBlock(Position At, FilterCall Filter, Body Body) : Statement(At)
{
    public override Flow Execute(Scope scope)
    {
        var flow = Flow.Next;
        var text = scope.Run.Capture(() => flow = Body.Execute(new Scope(scope)));
        if (flow == Flow.Next) scope.Run.Write(PyRepr.Str(scope.Run.Meter, Filter.Apply(scope, text)));
        return flow;
    }
}

/// <summary>
/// What the assistant says. Its place is that of transformers: as long as the body's text, from where the whole text has got to (inside a
/// macro or a set block, which is written later, that is before it).
/// </summary>
internal sealed record Generation(Position At, Body Body) : Statement(At)
{
    public override Flow Execute(Scope scope)
    {
        var run = scope.Run;
        var text = run.Capture(() => Body.Execute(new Scope(scope)));
        run.Generated.Add(run.Length..(run.Length + text.Length));
        run.Write(text);
        return Flow.Next;
    }
}
