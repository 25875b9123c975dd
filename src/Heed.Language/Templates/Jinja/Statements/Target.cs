using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja.Statements;

/// <summary>What a value is assigned to.</summary>
internal abstract record Target
{
    public abstract void Assign(Scope scope, object? value);
}

internal sealed record NameTarget(string Name) : Target
{
    public override void Assign(Scope scope, object? value) => scope.Set(Name, value);
}

internal sealed record NamespaceTarget(string Name, string Attribute) : Target
{
    public override void Assign(Scope scope, object? value)
    {
        if (scope.Get(Name) is not Namespace space) throw Fault.Runtime("cannot assign attribute on non-namespace object");
        space.Set(Attribute, value);
    }
}

internal sealed record TupleTarget(IReadOnlyList<Target> Targets) : Target
{
    public override void Assign(Scope scope, object? value)
    {
        var values = PySequence.TryIterate(value)?.Take(Targets.Count + 1).ToList() ?? throw Fault.Type($"cannot unpack non-iterable {PyType.Name(value)} object");
        if (values.Count > Targets.Count) throw Fault.Value($"too many values to unpack (expected {Targets.Count})");
        if (values.Count < Targets.Count) throw Fault.Value($"not enough values to unpack (expected {Targets.Count}, got {values.Count})");
        for (var i = 0; i < values.Count; i++) Targets[i].Assign(scope, values[i]);
    }
}
