using System.Numerics;
using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja.Filters;

/// <summary>Filters on lists, dicts and other sequences as a whole.</summary>
internal static class SequenceFilters
{
    public static Dictionary<string, Filter> Table { get; } = new(StringComparer.Ordinal)
    {
        ["length"] = Length,
        ["count"] = Length,
        ["first"] = First,
        ["last"] = Last,
        ["list"] = (run, value, arguments) =>
        {
            arguments.For("list");
            return new PyList(PySequence.ToList(run.Meter, value));
        },
        ["reverse"] = Reverse,
        ["sort"] = Sort,
        ["dictsort"] = DictSort,
        ["unique"] = (run, value, arguments) =>
        {
            var values = arguments.For("unique", "case_sensitive=", "attribute=");
            return new Generator("generator object sync_do_unique", Unique(run, value, Key(run, values[1], values[0])));
        },
        ["min"] = (run, value, arguments) => Extreme(run, value, arguments, "min"),
        ["max"] = (run, value, arguments) => Extreme(run, value, arguments, "max"),
        ["sum"] = Sum,
        ["groupby"] = GroupBy,
        ["batch"] = Batch,
        ["slice"] = Slice,
        ["items"] = Items,
        ["default"] = Default,
        ["d"] = Default,
        ["attr"] = (_, value, arguments) =>
        {
            var name = TextMethods.Str(arguments.For("attr", "name")[0], "attr");
            if (value is Undefined undefined) throw undefined.Failure();
            return PyMember.TryAttribute(value, name, out var attribute) ? attribute : Undefined.Member(value, name);
        },
    };

    private static object Length(Rendering run, object? value, Arguments arguments)
    {
        arguments.For("length");
        return new BigInteger(PySequence.Length(value) ?? throw Fault.Type($"object of type '{PyType.Name(value)}' has no len()"));
    }

    private static object? First(Rendering run, object? value, Arguments arguments)
    {
        arguments.For("first");
        foreach (var item in PySequence.Iterate(run.Meter, value)) return item;
        return Undefined.Because("No first item, sequence was empty.");
    }

    private static object? Last(Rendering run, object? value, Arguments arguments)
    {
        arguments.For("last");
        var items = Reversible(run, value) ?? throw Fault.Type($"'{PyType.Name(value)}' object is not reversible");
        return items.Count > 0 ? items[^1] : Undefined.Because("No last item, sequence was empty.");
    }

    private static List<object?>? Reversible(Rendering run, object? value) => value is Generator || PySequence.TryIterate(value) is null ? null : PySequence.ToList(run.Meter, value);

    private static object Reverse(Rendering run, object? value, Arguments arguments)
    {
        arguments.For("reverse");
        if (PyText.Of(value) is not null) return PySequence.Slice(run.Meter, value, null, null, BigInteger.MinusOne)!;
        if (PySequence.TryIterate(value) is null) throw Fault.FilterArgument("argument must be iterable");
        var reversed = PySequence.ToList(run.Meter, value);
        reversed.Reverse();
        return value is Generator ? new PyList(reversed) : new Generator($"{PyType.Name(value)}_reverseiterator object", reversed);
    }

    private static Func<object?, object?> Key(Rendering run, object? attribute, object? caseSensitive)
    {
        var (get, fold) = (AttributePath.Getter(run, Arguments.Or(attribute, null)), AttributePath.Case(PyCompare.Truth(Arguments.Or(caseSensitive, false))));
        return item => fold(get(item));
    }

    private static object Sort(Rendering run, object? value, Arguments arguments)
    {
        var values = arguments.For("sort", "reverse=", "case_sensitive=", "attribute=");
        var key = AttributePath.Several(run, Arguments.Or(values[2], null), AttributePath.Case(PyCompare.Truth(Arguments.Or(values[1], false))));
        return new PyList(PyCompare.Sorted(run.Meter, PySequence.Iterate(run.Meter, value), key, PyCompare.Truth(Arguments.Or(values[0], false))));
    }

    private static object DictSort(Rendering run, object? value, Arguments arguments)
    {
        var values = arguments.For("dictsort", "case_sensitive=", "by=", "reverse=");
        var at = PyText.Of(Arguments.Or(values[1], "key")) switch { "key" => 0, "value" => 1, _ => throw Fault.FilterArgument("You can only sort by either \"key\" or \"value\"") };
        if (value is Undefined undefined) throw undefined.Failure();
        if (value is not PyDict dict) throw ChatTemplateException.Of("AttributeError", $"'{PyType.Name(value)}' object has no attribute 'items'");
        var fold = AttributePath.Case(PyCompare.Truth(Arguments.Or(values[0], false)));
        return new PyList(PyCompare.Sorted(run.Meter, new DictView("dict_items", dict).Items, pair => fold(((PyTuple)pair!).Items[at]), PyCompare.Truth(Arguments.Or(values[2], false))));
    }

    private static IEnumerable<object?> Unique(Rendering run, object? value, Func<object?, object?> key)
    {
        var seen = new HashSet<object>();
        foreach (var item in PySequence.Iterate(run.Meter, value))
            if (seen.Add(key(item) is Undefined ? typeof(Undefined) : PyDict.Normal(key(item)))) yield return item;
    }

    private static object? Extreme(Rendering run, object? value, Arguments arguments, string which)
    {
        var values = arguments.For(which, "case_sensitive=", "attribute=");
        var key = Key(run, values[1], values[0]);
        object? best = Arguments.Missing, bestKey = null;
        foreach (var item in PySequence.Iterate(run.Meter, value))
        {
            var own = key(item);
            if (!ReferenceEquals(best, Arguments.Missing) && !(which == "min" ? PyCompare.Less(run.Meter, own, bestKey) : PyCompare.Order(run.Meter, own, bestKey, ">") == 1)) continue;
            (best, bestKey) = (item, own);
        }
        return ReferenceEquals(best, Arguments.Missing) ? Undefined.Because("No aggregated item, sequence was empty.") : best;
    }

    // Floats are summed with the lost digits kept (Neumaier), as Python does since 3.12.
    private static object? Sum(Rendering run, object? value, Arguments arguments)
    {
        var values = arguments.For("sum", "attribute=", "start=");
        var get = AttributePath.Getter(run, Arguments.Or(values[0], null));
        var total = Arguments.Or(values[1], BigInteger.Zero);
        if (PyText.Of(total) is not null) throw Fault.Type("sum() can't sum strings [use ''.join(seq) instead]");
        var lost = 0.0;
        foreach (var item in PySequence.Iterate(run.Meter, value))
        {
            var next = get(item);
            var sum = PyArithmetic.Apply(run, "+", total, next);
            if (sum is double s && total is double a && PyNumber.Float(next) is { } b && double.IsFinite(s)) lost += Math.Abs(a) >= Math.Abs(b) ? a - s + b : b - s + a;
            total = sum;
        }
        return total is double d && double.IsFinite(lost) ? d + lost : total;
    }

    private static object GroupBy(Rendering run, object? value, Arguments arguments)
    {
        var values = arguments.For("groupby", "attribute", "default=", "case_sensitive=");
        var get = AttributePath.Getter(run, values[0], Arguments.Or(values[1], null));
        var fold = AttributePath.Case(PyCompare.Truth(Arguments.Or(values[2], false)));
        var groups = new List<(object? Key, List<object?> Items)>();
        foreach (var item in PyCompare.Sorted(run.Meter, PySequence.Iterate(run.Meter, value), i => fold(get(i)), reverse: false))
        {
            var key = fold(get(item));
            if (groups.Count == 0 || !PyCompare.Equal(run.Meter, groups[^1].Key, key)) groups.Add((key, []));
            groups[^1].Items.Add(item);
        }
        return new PyList([.. groups.Select(g => (object?)new PyTuple([get(g.Items[0]), new PyList(g.Items)], "grouper", "list"))]);
    }

    private static object Batch(Rendering run, object? value, Arguments arguments)
    {
        var values = arguments.For("batch", "linecount", "fill_with=");
        var size = PyNumber.Small(values[0]);
        return new Generator("generator object do_batch", Batches(run, value, size, Arguments.Or(values[1], null)));
    }

    private static IEnumerable<object?> Batches(Rendering run, object? value, int size, object? fill)
    {
        var batch = new List<object?>();
        foreach (var item in PySequence.Iterate(run.Meter, value))
        {
            if (batch.Count == size)
            {
                yield return new PyList(batch);
                batch = [];
            }
            batch.Add(item);
        }
        if (batch.Count == 0) yield break;
        if (fill is not null && batch.Count < size) run.Meter.Spend(size - batch.Count);
        while (fill is not null && batch.Count < size) batch.Add(fill);
        yield return new PyList(batch);
    }

    private static object Slice(Rendering run, object? value, Arguments arguments)
    {
        var values = arguments.For("slice", "slices", "fill_with=");
        return new Generator("generator object sync_do_slice", Slices(run, value, PyNumber.Small(values[0]), Arguments.Or(values[1], null)));
    }

    private static IEnumerable<object?> Slices(Rendering run, object? value, int slices, object? fill)
    {
        var items = PySequence.ToList(run.Meter, value);
        if (slices == 0) throw Fault.ZeroDivision("integer division or modulo by zero");
        var at = 0;
        for (var i = 0; i < slices; i++)
        {
            run.Meter.Spend();
            var count = items.Count / slices + (i < items.Count % slices ? 1 : 0);
            var slice = items.GetRange(at, count);
            at += count;
            if (fill is not null && i >= items.Count % slices) slice.Add(fill);
            yield return new PyList(slice);
        }
    }

    private static object Items(Rendering run, object? value, Arguments arguments)
    {
        arguments.For("items");
        return new Generator("generator object do_items", ItemsOf(value));
    }

    private static IEnumerable<object?> ItemsOf(object? value)
    {
        if (value is Undefined) return [];
        return value is PyDict dict ? new DictView("dict_items", dict).Items : Later<object?>(() => throw Fault.Type("Can only get item pairs from a mapping."));
    }

    // An error that shows where the sequence is read, as in a generator.
    private static IEnumerable<T> Later<T>(Func<T> first)
    {
        yield return first();
    }

    private static object? Default(Rendering run, object? value, Arguments arguments)
    {
        var values = arguments.For("default", "default_value=", "boolean=");
        var stands = value is Undefined || (PyCompare.Truth(Arguments.Or(values[1], false)) && !PyCompare.Truth(value));
        return stands ? Arguments.Or(values[0], "") : value;
    }
}
