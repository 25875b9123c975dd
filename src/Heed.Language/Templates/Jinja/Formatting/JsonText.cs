using System.Numerics;
using System.Text;
using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja.Formatting;

/// <summary>Python's json.dumps, which is what transformers puts in the place of Jinja's tojson.</summary>
internal sealed class JsonText
{
    private const int Deepest = 200;

    private readonly Meter _meter;
    private readonly StringBuilder _text = new();
    private readonly string? _indent;
    private readonly string _itemSeparator, _keySeparator;
    private readonly bool _ascii, _sorted;

    private JsonText(Meter meter, bool ascii, string? indent, (string Item, string Key) separators, bool sorted) =>
        (_meter, _ascii, _indent, _itemSeparator, _keySeparator, _sorted) = (meter, ascii, indent, separators.Item, separators.Key, sorted);

    public static string Of(Rendering run, object? value, Arguments arguments)
    {
        var options = arguments.For("tojson", "ensure_ascii=", "indent=", "separators=", "sort_keys=");
        var indent = Arguments.Or(options[1], null) switch
        {
            null => null,
            var given when PyText.Of(given) is { } text => text,
            var given => PyText.Repeat(run.Meter, " ", PyNumber.Index(given))
        };
        var separators = (indent is null ? ", " : ",", ": ");
        if (Arguments.Or(options[2], null) is { } pair)
            separators = PySequence.ToList(run.Meter, pair) is [var item, var key] ? (TextMethods.Str(item, "separators"), TextMethods.Str(key, "separators")) : throw Fault.Value("separators: a pair of texts was expected");
        var json = new JsonText(run.Meter, PyCompare.Truth(Arguments.Or(options[0], false)), indent, separators, PyCompare.Truth(Arguments.Or(options[3], false)));
        json.Write(value, 0);
        return json._text.ToString();
    }

    private void Add(string text)
    {
        _meter.Text(text.Length);
        _text.Append(text);
    }

    private void Write(object? value, int depth)
    {
        if (depth > Deepest) throw Fault.Recursion();
        switch (value)
        {
            case PyDict dict: WriteObject(dict, depth); break;
            case PyList list: WriteArray(list.Items, depth); break;
            case PyTuple tuple: WriteArray(tuple.Items, depth); break;
            default: Add(PyText.Of(value) is { } text ? Quoted(text) : Scalar(value)); break;
        }
    }

    private string Scalar(object? value) => value switch
    {
        null => "null",
        bool b => b ? "true" : "false",
        BigInteger => PyRepr.Of(_meter, value),
        double d => FloatText.Special(d) switch { "nan" => "NaN", "inf" => "Infinity", "-inf" => "-Infinity", _ => FloatText.Repr(d) },
        _ => throw Fault.Type($"Object of type {PyType.Name(value)} is not JSON serializable")
    };

    private void WriteArray(IReadOnlyList<object?> items, int depth)
    {
        if (items.Count == 0)
        {
            Add("[]");
            return;
        }
        Add("[");
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) Add(_itemSeparator);
            NewLine(depth + 1);
            Write(items[i], depth + 1);
        }
        NewLine(depth);
        Add("]");
    }

    private void WriteObject(PyDict dict, int depth)
    {
        if (dict.Count == 0)
        {
            Add("{}");
            return;
        }
        var entries = dict.Entries;
        if (_sorted) entries = [.. PyCompare.Sorted(_meter, dict.Entries.Select(e => (object?)new PyTuple([e.Key, e.Value])), t => ((PyTuple)t!).Items[0], reverse: false).Select(t => ((PyTuple)t!).Items).Select(t => KeyValuePair.Create(t[0], t[1]))];
        Add("{");
        var first = true;
        foreach (var (key, value) in entries)
        {
            if (!first) Add(_itemSeparator);
            first = false;
            NewLine(depth + 1);
            Add(Quoted(PyText.Of(key) ?? (key is null or bool or BigInteger or double ? Scalar(key) : throw Fault.Type($"keys must be str, int, float, bool or None, not {PyType.Name(key)}"))));
            Add(_keySeparator);
            Write(value, depth + 1);
        }
        NewLine(depth);
        Add("}");
    }

    private void NewLine(int depth)
    {
        if (_indent is null) return;
        Add("\n");
        for (var i = 0; i < depth; i++) Add(_indent);
    }

    private string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            var escape = "\"\\\n\r\t\b\f".IndexOf(c);
            if (escape >= 0) quoted.Append('\\').Append("\"\\nrtbf"[escape]);
            else if (c < ' ' || (_ascii && c > '~')) quoted.Append($"\\u{(int)c:x4}");
            else quoted.Append(c);
        }
        return quoted.Append('"').ToString();
    }
}
