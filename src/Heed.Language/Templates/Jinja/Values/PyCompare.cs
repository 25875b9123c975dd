using System.Numerics;

namespace Heed.Language.Templates.Jinja.Values;

/// <summary>Truth, equality and order, as Python has them.</summary>
internal static class PyCompare
{
    private const int Deepest = 200;

    public static bool Truth(object? value) => value switch
    {
        null or Undefined => false,
        bool b => b,
        BigInteger n => !n.IsZero,
        double d => d != 0,
        string text => text.Length > 0,
        Markup markup => markup.Text.Length > 0,
        PyList list => list.Items.Count > 0,
        PyTuple tuple => tuple.Items.Count > 0,
        PyDict dict => dict.Count > 0,
        PyRange range => range.Count > 0,
        DictView view => view.Dict.Count > 0,
        _ => true
    };

    public static bool Equal(Meter meter, object? a, object? b, int depth = 0)
    {
        meter.Spend();
        if (depth > Deepest) throw Fault.Recursion();
        if (a is Undefined || b is Undefined) return a is Undefined && b is Undefined;
        if (PyText.Of(a) is { } x && PyText.Of(b) is { } y) return x == y;
        if (Numbers(a, b) is { } order) return order == 0;
        return (a, b) switch
        {
            (PyList p, PyList q) => EqualItems(meter, p.Items, q.Items, depth),
            (PyTuple p, PyTuple q) => EqualItems(meter, p.Items, q.Items, depth),
            (PyDict p, PyDict q) => p.Count == q.Count && p.Entries.All(e => q.TryGet(e.Key, out var value) && Equal(meter, e.Value, value, depth + 1)),
            (DictView p, DictView q) when p.Kind == q.Kind && p.Kind != "dict_values" => EqualItems(meter, [.. p.Items], [.. q.Items], depth),
            (PyRange p, PyRange q) => p.Count == q.Count && (p.Count == 0 || (p.Start == q.Start && (p.Count == 1 || p.Step == q.Step))),
            _ => ReferenceEquals(a, b) && a is not double
        };
    }

    /// <summary>-1, 0 or 1; NaN compares as nothing (2).</summary>
    /// <exception cref="ChatTemplateException">TypeError: types without an order between them.</exception>
    public static int Order(Meter meter, object? a, object? b, string symbol, int depth = 0)
    {
        meter.Spend();
        if (depth > Deepest) throw Fault.Recursion();
        if ((a as Undefined ?? b as Undefined) is { } undefined) throw undefined.Failure();
        if (PyText.Of(a) is { } x && PyText.Of(b) is { } y) return PyText.Compare(x, y);
        if (Numbers(a, b) is { } order) return order;
        return (a, b) switch
        {
            (PyList p, PyList q) => OrderItems(meter, p.Items, q.Items, symbol, depth),
            (PyTuple p, PyTuple q) => OrderItems(meter, p.Items, q.Items, symbol, depth),
            _ => throw Fault.Type($"'{symbol}' not supported between instances of '{PyType.Name(a)}' and '{PyType.Name(b)}'")
        };
    }

    public static bool Less(Meter meter, object? a, object? b) => Order(meter, a, b, "<") < 0;

    /// <summary>Sorted without moving equals; the order of the keys.</summary>
    public static IReadOnlyList<object?> Sorted(Meter meter, IEnumerable<object?> items, Func<object?, object?> key, bool reverse)
    {
        var keyed = items.Select((item, i) => (Item: item, Key: key(item), Index: i)).ToArray();
        meter.Spend(keyed.Length);
        if (keyed.Length == 1) return [keyed[0].Item];
        var order = Comparer<(object? Item, object? Key, int Index)>.Create((a, b) =>
        {
            if (a.Index == b.Index) return 0;
            var by = Less(meter, a.Key, b.Key) ? -1 : Less(meter, b.Key, a.Key) ? 1 : 0;
            return by == 0 ? a.Index.CompareTo(b.Index) : reverse ? -by : by;
        });
        return Array.ConvertAll(Merged(keyed, order), k => k.Item);
    }

    // Array.Sort wraps what a comparison throws; a merge needs no more lines.
    private static T[] Merged<T>(T[] items, Comparer<T> order)
    {
        if (items.Length < 2) return items;
        var (left, right) = (Merged(items[..(items.Length / 2)], order), Merged(items[(items.Length / 2)..], order));
        var merged = new T[items.Length];
        for (int i = 0, l = 0, r = 0; i < merged.Length; i++)
            merged[i] = r == right.Length || (l < left.Length && order.Compare(left[l], right[r]) <= 0) ? left[l++] : right[r++];
        return merged;
    }

    private static int? Numbers(object? a, object? b)
    {
        if (PyNumber.Integer(a) is { } m && PyNumber.Integer(b) is { } n) return Math.Sign(m.CompareTo(n));
        if (a is double x && b is double y) return double.IsNaN(x) || double.IsNaN(y) ? 2 : Math.Sign(x.CompareTo(y));
        if (a is double c && PyNumber.Integer(b) is { } d) return Mixed(c, d);
        return b is double e && PyNumber.Integer(a) is { } f ? Mixed(e, f) is var order && order == 2 ? 2 : -order : null;
    }

    private static int Mixed(double a, BigInteger b)
    {
        if (double.IsNaN(a)) return 2;
        if (double.IsInfinity(a)) return a > 0 ? 1 : -1;
        var floor = Math.Floor(a);
        var order = Math.Sign(new BigInteger(floor).CompareTo(b));
        return order == 0 && a > floor ? 1 : order;
    }

    private static bool EqualItems(Meter meter, IReadOnlyList<object?> a, IReadOnlyList<object?> b, int depth)
    {
        if (a.Count != b.Count) return false;
        for (var i = 0; i < a.Count; i++)
            if (!Equal(meter, a[i], b[i], depth + 1)) return false;
        return true;
    }

    private static int OrderItems(Meter meter, IReadOnlyList<object?> a, IReadOnlyList<object?> b, string symbol, int depth)
    {
        for (var i = 0; i < Math.Min(a.Count, b.Count); i++)
            if (!Equal(meter, a[i], b[i], depth + 1)) return Order(meter, a[i], b[i], symbol, depth + 1);
        return Math.Sign(a.Count.CompareTo(b.Count));
    }
}
