namespace Heed.Language.Templates.Jinja.Values;

/// <summary>
/// Python's list. Templates cannot change one, so it is shared freely. Values are null (None), bool, BigInteger, double, string and the
/// types of this folder.
/// </summary>
internal sealed class PyList(IReadOnlyList<object?> items)
{
    public IReadOnlyList<object?> Items { get; } = items;
}
