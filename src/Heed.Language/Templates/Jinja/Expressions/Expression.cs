namespace Heed.Language.Templates.Jinja.Expressions;

/// <summary>Something with a value.</summary>
internal abstract record Expression(Position At)
{
    public object? Evaluate(Scope scope)
    {
        scope.Run.Step(At);
        return Value(scope);
    }

    protected abstract object? Value(Scope scope);
}
