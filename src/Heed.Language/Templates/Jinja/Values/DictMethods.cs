namespace Heed.Language.Templates.Jinja.Values;

/// <summary>The methods of a dict that change nothing; the others are refused where they are called.</summary>
internal static class DictMethods
{
    public static object? Find(PyDict dict, string name) => name switch
    {
        "get" => new Function(name, (_, arguments) =>
        {
            if (arguments.Named.Count > 0) throw Fault.Type("dict.get() takes no keyword arguments");
            var values = arguments.For("get", "key", "default=");
            return dict.TryGet(values[0], out var value) ? value : Arguments.Or(values[1], null);
        }),
        "keys" => new Function(name, (_, _) => new DictView("dict_keys", dict)),
        "values" => new Function(name, (_, _) => new DictView("dict_values", dict)),
        "items" => new Function(name, (_, _) => new DictView("dict_items", dict)),
        "copy" => new Function(name, (_, _) => dict),
        "fromkeys" => new Function(name, (run, arguments) =>
        {
            var values = arguments.For(name, "iterable", "value=");
            var made = new PyDict();
            foreach (var key in PySequence.Iterate(run.Meter, values[0])) made.Set(key, Arguments.Or(values[1], null));
            return made;
        }),
        "clear" or "pop" or "popitem" or "setdefault" or "update" => Undefined.Unsafe(dict, name),
        _ => null
    };
}
