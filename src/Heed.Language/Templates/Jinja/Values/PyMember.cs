using System.Numerics;

namespace Heed.Language.Templates.Jinja.Values;

/// <summary>value.name and value[key] as Jinja's sandbox resolves them: attributes first for a dot, items first for brackets.</summary>
internal static class PyMember
{
    public static object? Attribute(object? value, string name)
    {
        if (value is Undefined undefined) return Dunder.Contains(name) ? Undefined.Unsafe(value, name) : throw undefined.Failure();
        if (TryAttribute(value, name, out var attribute)) return attribute;
        return PySequence.TryItem(value, name, out var item) ? item : Undefined.Member(value, name);
    }

    public static object? Item(object? value, object? key)
    {
        if (PySequence.TryItem(value, key, out var item)) return item;
        if (PyText.Of(key) is not { } name) return Undefined.Member(value, key);
        return TryAttribute(value, name, out var attribute) ? attribute : Undefined.Member(value, name);
    }

    /// <summary>An attribute, or what the sandbox puts in its place; false where there is none.</summary>
    public static bool TryAttribute(object? value, string name, out object? attribute)
    {
        attribute = null;
        if (name.StartsWith('_'))
        {
            // Every object has these; Jinja hides them and fails only where they are used.
            if (!name.StartsWith("__", StringComparison.Ordinal) || !name.EndsWith("__", StringComparison.Ordinal) || !Dunder.Contains(name)) return false;
            attribute = Undefined.Unsafe(value, name);
            return true;
        }
        switch (value)
        {
            case Namespace space: return space.TryGet(name, out attribute);
            case LoopVariables loop when loop.TryGet(name, out attribute): return true;
            case PyTuple named when named.TryGet(name, out attribute): return true;
            case Callable callable: return callable.TryGet(name, out attribute);
        }
        attribute = value switch
        {
            string text => TextMethods.Find(text, text, name),
            Markup markup => TextMethods.Find(markup, markup.Text, name),
            PyDict dict => DictMethods.Find(dict, name),
            PyList list => ListMethods.Find(list, list.Items, name, mutable: true),
            PyTuple tuple => ListMethods.Find(tuple, tuple.Items, name, mutable: false),
            PyRange range => RangeMember(range, name),
            bool or BigInteger or double => NumberMember(value, name),
            _ => null
        };
        return attribute is not null;
    }

    private static readonly HashSet<string> Dunder = ["__class__", "__doc__", "__dict__", "__init__", "__new__", "__repr__", "__str__", "__hash__", "__eq__", "__ne__", "__lt__", "__le__",
        "__gt__", "__ge__", "__getattribute__", "__setattr__", "__delattr__", "__dir__", "__format__", "__reduce__", "__reduce_ex__", "__sizeof__", "__init_subclass__", "__subclasshook__"];

    private static object? RangeMember(PyRange range, string name) => name switch { "start" => range.Start, "stop" => range.Stop, "step" => range.Step, _ => ListMethods.Find(range, [.. PySequence.TryIterate(range)!], name, mutable: false) };

    private static object? NumberMember(object value, string name) => name switch
    {
        "real" => value is bool b ? (BigInteger)(b ? 1 : 0) : value,
        "imag" => value is double ? 0.0 : BigInteger.Zero,
        "numerator" when value is not double => PyNumber.Integer(value),
        "denominator" when value is not double => BigInteger.One,
        "is_integer" when value is double d => new Function(name, (_, _) => double.IsFinite(d) && Math.Floor(d) == d),
        "bit_length" when value is not double => new Function(name, (_, _) => new BigInteger(BigInteger.Abs(PyNumber.Integer(value)!.Value).GetBitLength())),
        _ => null
    };
}
