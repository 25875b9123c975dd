using System.Numerics;

namespace Heed.Language.Templates.Jinja.Values;

/// <summary>What holds other values: iterating, counting, indexing, slicing, looking inside.</summary>
internal static class PySequence
{
    /// <summary>The elements, or null where a value cannot be iterated. Texts give their characters, dicts their keys.</summary>
    public static IEnumerable<object?>? TryIterate(object? value) => value switch
    {
        PyList list => list.Items,
        PyTuple tuple => tuple.Items,
        PyDict dict => dict.Keys,
        DictView view => view.Items,
        string text => PyText.Characters(text),
        Markup markup => PyText.Characters(markup.Text),
        PyRange range => Enumerable.Range(0, range.Count).Select(i => (object?)range[i]),
        Generator generator => generator.Rest(),
        Undefined => [],
        _ => null
    };

    /// <exception cref="ChatTemplateException">TypeError: it cannot be iterated.</exception>
    public static IEnumerable<object?> Iterate(Meter meter, object? value)
    {
        if (PyText.Of(value) is { } text) meter.Text(text.Length * 4L);
        return Paid(meter, TryIterate(value) ?? throw Fault.Type($"'{PyType.Name(value)}' object is not iterable"));
    }

    public static List<object?> ToList(Meter meter, object? value) => [.. Iterate(meter, value)];

    /// <summary>len(), or null where a value has none.</summary>
    public static int? Length(object? value) => value switch
    {
        string text => PyText.Length(text),
        Markup markup => PyText.Length(markup.Text),
        PyList list => list.Items.Count,
        PyTuple tuple => tuple.Items.Count,
        PyDict dict => dict.Count,
        DictView view => view.Dict.Count,
        PyRange range => range.Count,
        LoopVariables loop => loop.Length,
        Undefined => 0,
        _ => null
    };

    public static bool Contains(Meter meter, object? container, object? item)
    {
        if (PyText.Of(container) is { } text)
        {
            meter.Text(text.Length);
            return text.Contains(PyText.Of(item) ?? throw Fault.Type($"'in <string>' requires string as left operand, not {PyType.Name(item)}"), StringComparison.Ordinal);
        }
        if (container is PyDict dict) return dict.TryGet(item, out _);
        if (container is DictView { Kind: "dict_keys" } keys) return keys.Dict.TryGet(item, out _);
        var items = TryIterate(container) ?? throw Fault.Type($"argument of type '{PyType.Name(container)}' is not iterable");
        return items.Any(other => ReferenceEquals(other, item) || PyCompare.Equal(meter, other, item));
    }

    /// <summary>value[key] by position or key, without a look at attributes; false where Python would raise a lookup or type error.</summary>
    public static bool TryItem(object? value, object? key, out object? item)
    {
        item = null;
        if (value is Undefined undefined) throw undefined.Failure();
        if (value is PyDict dict) return key is not (PyList or PyDict) && dict.TryGet(key, out item);
        if (PyNumber.Integer(key) is not { } index || value is DictView || Length(value) is not { } length || value is LoopVariables) return false;
        if (index < 0) index += length;
        if (index < 0 || index >= length) return false;
        item = value switch
        {
            PyList list => list.Items[(int)index],
            PyTuple tuple => tuple.Items[(int)index],
            PyRange range => range[(int)index],
            Markup markup => new Markup(PyText.At(markup.Text, (int)index)),
            _ => PyText.At((string)value!, (int)index)
        };
        return true;
    }

    /// <summary>value[start:stop:step]; null where a value cannot be sliced.</summary>
    public static object? Slice(Meter meter, object? value, object? start, object? stop, object? step)
    {
        if (value is Undefined undefined) throw undefined.Failure();
        if (value is not (string or Markup or PyList or PyTuple or PyRange)) return null;
        var (first, stride, count) = Bounds(Length(value)!.Value, start, stop, step);
        if (PyText.Of(value) is { } text)
        {
            meter.Text(text.Length);
            var slice = PyText.Slice(text, first, stride, count);
            return value is Markup ? new Markup(slice) : slice;
        }
        meter.Spend(count);
        if (value is PyRange range) return new PyRange(range[first], range[first] + count * stride * range.Step, stride * range.Step);
        var items = value is PyList list ? list.Items : ((PyTuple)value).Items;
        var taken = new object?[count];
        for (var i = 0; i < count; i++) taken[i] = items[first + i * stride];
        return value is PyList ? new PyList(taken) : new PyTuple(taken);
    }

    private static (int First, int Step, int Count) Bounds(int length, object? start, object? stop, object? step)
    {
        var stride = Bound(step, 1);
        if (stride.IsZero) throw Fault.Value("slice step cannot be zero");
        var (low, high) = stride.Sign > 0 ? (0, length) : (-1, length - 1);
        BigInteger Clamp(BigInteger n) => BigInteger.Clamp(n.Sign < 0 ? n + length : n, low, high);
        var from = Clamp(Bound(start, stride.Sign > 0 ? 0 : length));
        var to = stop is null ? stride.Sign > 0 ? length : -1 : Clamp(Bound(stop, 0));
        var count = stride.Sign > 0 ? (to - from + stride - 1) / stride : (from - to - stride - 1) / -stride;
        return ((int)from, (int)BigInteger.Clamp(stride, -length - 1, length + 1), (int)BigInteger.Max(0, count));
    }

    private static BigInteger Bound(object? value, BigInteger otherwise) => value is null ? otherwise : value is Undefined undefined ? throw undefined.Failure()
        : PyNumber.Integer(value) ?? throw Fault.Type("slice indices must be integers or None or have an __index__ method");

    private static IEnumerable<object?> Paid(Meter meter, IEnumerable<object?> items)
    {
        foreach (var item in items)
        {
            meter.Spend();
            yield return item;
        }
    }
}
