using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja;

/// <summary>Names and what they stand for. Each loop turn, macro call and block has its own; what it does not know it asks its parent.</summary>
internal sealed class Scope
{
    private readonly Scope? _parent;
    private Dictionary<string, object?>? _names;

    public Scope(Rendering run) => Run = run;

    public Scope(Scope parent) => (_parent, Run) = (parent, parent.Run);

    public Rendering Run { get; }

    /// <summary>The template's outermost scope: what blocks see.</summary>
    public Scope Root => _parent?._parent is null ? this : _parent.Root;

    public bool TryGet(string name, out object? value)
    {
        for (var scope = this; scope is not null; scope = scope._parent)
            if (scope._names is { } names && names.TryGetValue(name, out value)) return true;
        value = null;
        return false;
    }

    public object? Get(string name) => TryGet(name, out var value) ? value : Undefined.Variable(name);

    public void Set(string name, object? value) => (_names ??= new(StringComparer.Ordinal))[name] = value;
}
