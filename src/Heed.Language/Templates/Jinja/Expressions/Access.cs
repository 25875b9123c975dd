using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja.Expressions;

internal sealed record Attribute(Position At, Expression Owner, string Name) : Expression(At)
{
    protected override object? Value(Scope scope)
    {
        var owner = Owner.Evaluate(scope);
        scope.Run.At = At;
        return PyMember.Attribute(owner, Name);
    }
}

internal sealed record Item(Position At, Expression Owner, Expression Key) : Expression(At)
{
    protected override object? Value(Scope scope)
    {
        var (owner, key) = (Owner.Evaluate(scope), Key.Evaluate(scope));
        scope.Run.At = At;
        scope.Run.Meter.Text(PyText.Of(owner)?.Length ?? 0);
        return PyMember.Item(owner, key);
    }
}

internal sealed record Slice(Position At, Expression Owner, Expression? Start, Expression? Stop, Expression? Step) : Expression(At)
{
    protected override object? Value(Scope scope)
    {
        var owner = Owner.Evaluate(scope);
        var (start, stop, step) = (Start?.Evaluate(scope), Stop?.Evaluate(scope), Step?.Evaluate(scope));
        scope.Run.At = At;
        // Jinja folds a literal's slice beforehand, and then what cannot be sliced is undefined.
        if (Owner is Literal && PyText.Of(owner) is null) return Undefined.Because($"{PyType.Described(owner)} has no such element");
        return PySequence.Slice(scope.Run.Meter, owner, start, stop, step) ?? throw Fault.Type(owner is PyDict ? "unhashable type: 'slice'" : $"'{PyType.Name(owner)}' object is not subscriptable");
    }
}
