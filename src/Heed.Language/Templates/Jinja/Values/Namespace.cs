namespace Heed.Language.Templates.Jinja.Values;

/// <summary>What <c>namespace()</c> gives: the one thing a template can change from within a loop.</summary>
internal sealed class Namespace
{
    private readonly Dictionary<string, object?> _attributes = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    public IEnumerable<KeyValuePair<string, object?>> Attributes => _order.Select(n => KeyValuePair.Create(n, _attributes[n]));

    public bool TryGet(string name, out object? value) => _attributes.TryGetValue(name, out value);

    public void Set(string name, object? value)
    {
        if (name.StartsWith('_'))
            throw Fault.Security($"Chat templates cannot store underscore-prefixed attributes on a namespace, but got {PyRepr.Text(name)}. Please rename the attribute.");
        if (_attributes.TryAdd(name, value)) _order.Add(name);
        else _attributes[name] = value;
    }
}
