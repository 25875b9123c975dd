using Heed.Language.Templates.Jinja.Expressions;
using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja.Statements;

internal sealed record If(Position At, IReadOnlyList<(Expression Test, Body Body)> Branches, Body? Else) : Statement(At)
{
    public override Flow Execute(Scope scope)
    {
        foreach (var (test, body) in Branches)
            if (PyCompare.Truth(test.Evaluate(scope))) return body.Execute(scope);
        return Else?.Execute(scope) ?? Flow.Next;
    }
}
