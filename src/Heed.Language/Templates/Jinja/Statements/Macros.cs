using Heed.Language.Templates.Jinja.Expressions;
using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja.Statements;

internal sealed record MacroDefinition(Position At, string Name, Signature Signature, Body Body) : Statement(At)
{
    public override Flow Execute(Scope scope)
    {
        scope.Set(Name, new Macro(Name, Signature, Body, scope));
        return Flow.Next;
    }
}

internal sealed record CallBlock(Position At, Call Call, Signature Signature, Body Body) : Statement(At)
{
    public override Flow Execute(Scope scope)
    {
        scope.Run.Write(PyRepr.Str(scope.Run.Meter, Call.Invoke(scope, new Macro(null, Signature, Body, scope))));
        return Flow.Next;
    }
}

/// <summary>A block in a template that extends none: its body in its place, without the names of a loop around it.</summary>
internal sealed record NamedBlock(Position At, bool Scoped, Body Body) : Statement(At)
{
    public override Flow Execute(Scope scope) => Body.Execute(new Scope(Scoped ? scope : scope.Root));
}

/// <summary>include, import, extends: chat templates have nowhere to load others from.</summary>
internal sealed record Load(Position At) : Statement(At)
{
    public override Flow Execute(Scope scope) => throw Fault.Type("no loader for this environment specified");
}
