using System.Numerics;

namespace Heed.Language.Templates.Jinja.Values;

/// <summary>The methods of lists and tuples that change nothing; the others are refused where they are called.</summary>
internal static class ListMethods
{
    public static object? Find(object owner, IReadOnlyList<object?> items, string name, bool mutable) => name switch
    {
        "count" => new Function(name, (run, arguments) => new BigInteger(items.Count(item => PyCompare.Equal(run.Meter, item, arguments.For(name, "value")[0])))),
        "index" => new Function(name, (run, arguments) => Index(run, owner, items, arguments)),
        "copy" when mutable => new Function(name, (_, _) => owner),
        "append" or "clear" or "pop" or "reverse" or "insert" or "sort" or "extend" or "remove" when mutable => Undefined.Unsafe(owner, name),
        _ => null
    };

    private static object Index(Rendering run, object owner, IReadOnlyList<object?> items, Arguments arguments)
    {
        var values = arguments.For("index", "value", "start=", "stop=");
        int At(object? bound, int otherwise)
        {
            var n = ReferenceEquals(bound, Arguments.Missing) ? otherwise : PyNumber.Index(bound);
            return (int)BigInteger.Clamp(n.Sign < 0 ? n + items.Count : n, 0, items.Count);
        }
        for (var i = At(values[1], 0); i < At(values[2], items.Count); i++)
            if (PyCompare.Equal(run.Meter, items[i], values[0])) return new BigInteger(i);
        throw Fault.Value(owner is not PyTuple ? $"{PyRepr.Of(run.Meter, values[0])} is not in {PyType.Name(owner)}" : "tuple.index(x): x not in tuple");
    }
}
