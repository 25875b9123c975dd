namespace Heed.Language.Templates.Jinja.Values;

/// <summary>A sequence that is computed while it is read, once: what map, select and the like give.</summary>
internal sealed class Generator(string name, IEnumerable<object?> items)
{
    private readonly IEnumerator<object?> _items = items.GetEnumerator();

    public string Name { get; } = name;

    public IEnumerable<object?> Rest()
    {
        while (_items.MoveNext()) yield return _items.Current;
    }
}
