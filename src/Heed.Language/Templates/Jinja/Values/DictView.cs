namespace Heed.Language.Templates.Jinja.Values;

/// <summary>What keys(), values() and items() of a dict give.</summary>
/// <param name="Kind">dict_keys, dict_values or dict_items.</param>
internal sealed record DictView(string Kind, PyDict Dict)
{
    public IEnumerable<object?> Items => Kind switch
    {
        "dict_keys" => Dict.Keys,
        "dict_values" => Dict.Values,
        _ => Dict.Entries.Select(e => (object?)new PyTuple([e.Key, e.Value]))
    };
}
