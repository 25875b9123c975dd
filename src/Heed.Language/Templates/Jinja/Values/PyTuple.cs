namespace Heed.Language.Templates.Jinja.Values;

/// <summary>Python's tuple.</summary>
/// <param name="names">Names of the places, where it has any (what groupby gives).</param>
internal sealed class PyTuple(IReadOnlyList<object?> items, params string[] names)
{
    public IReadOnlyList<object?> Items { get; } = items;

    public bool TryGet(string name, out object? value)
    {
        var at = Array.IndexOf(names, name);
        value = at < 0 ? null : Items[at];
        return at >= 0;
    }
}
