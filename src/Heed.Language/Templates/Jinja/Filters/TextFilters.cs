using System.Numerics;
using System.Text.RegularExpressions;
using Heed.Language.Templates.Jinja.Formatting;
using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja.Filters;

/// <summary>Filters that give text.</summary>
internal static partial class TextFilters
{
    public static Dictionary<string, Filter> Table { get; } = new(StringComparer.Ordinal)
    {
        ["upper"] = OfText("upper", (_, text) => PyCase.Upper(text)),
        ["lower"] = OfText("lower", (_, text) => PyCase.Lower(text)),
        ["capitalize"] = OfText("capitalize", (_, text) => PyCase.Capitalize(text)),
        ["title"] = OfText("title", (_, text) => string.Concat(WordStart().Split(text).Where(p => p.Length > 0).Select(Titled))),
        ["trim"] = Trim,
        ["string"] = (run, value, arguments) =>
        {
            arguments.For("string");
            return value is Markup ? value : PyRepr.Str(run.Meter, value);
        },
        ["replace"] = Replace,
        ["center"] = (run, value, arguments) => Like(value, TextTrimming.Pad(run.Meter, PyRepr.Str(run.Meter, value), PyNumber.Small(Arguments.Or(arguments.For("center", "width=")[0], new BigInteger(80))), " ", "center")),
        ["indent"] = Indent,
        ["truncate"] = Truncate,
        ["wordwrap"] = WordWrap.Apply,
        ["wordcount"] = (run, value, arguments) =>
        {
            arguments.For("wordcount");
            return new BigInteger(Word().Count(PyRepr.Str(run.Meter, value)));
        },
        ["join"] = Join,
        ["format"] = Format,
        ["tojson"] = (run, value, arguments) => JsonText.Of(run, value, arguments),
    };

    private static Filter OfText(string name, Func<Rendering, string, string> map) => (run, value, arguments) =>
    {
        arguments.For(name);
        var text = PyRepr.Str(run.Meter, value);
        run.Meter.Text(text.Length * 4L);
        return Like(value, map(run, text));
    };

    private static object Like(object? value, string text) => value is Markup ? new Markup(text) : text;

    private static string Titled(string part)
    {
        var first = char.IsSurrogatePair(part, 0) ? 2 : 1;
        return PyCase.Upper(part[..first]) + PyCase.Lower(part[first..]);
    }

    private static object Trim(Rendering run, object? value, Arguments arguments)
    {
        var characters = Arguments.Or(arguments.For("trim", "chars=")[0], null);
        var text = PyRepr.Str(run.Meter, value);
        run.Meter.Text(text.Length);
        return Like(value, TextTrimming.Strip(text, characters is null ? null : TextMethods.Str(characters, "strip"), left: true, right: true));
    }

    private static string Replace(Rendering run, object? value, Arguments arguments)
    {
        var values = arguments.For("replace", "old", "new", "count=");
        var count = Arguments.Or(values[2], null) is { } most ? PyNumber.Small(most) : -1;
        string Text(object? part) => PyRepr.Str(run.Meter, part);
        return TextMethods.Replace(run.Meter, Text(value), Text(values[0]), Text(values[1]), count);
    }

    private static object Indent(Rendering run, object? value, Arguments arguments)
    {
        var values = arguments.For("indent", "width=", "first=", "blank=");
        var width = Arguments.Or(values[0], new BigInteger(4));
        var indention = PyText.Of(width) ?? PyText.Repeat(run.Meter, " ", PyNumber.Index(width));
        var text = value is Undefined undefined ? throw undefined.Failure() : PyText.Of(value) ?? throw (value is PyList
            ? ChatTemplateException.Of("AttributeError", "'list' object has no attribute 'splitlines'") : Fault.Type($"unsupported operand type(s) for +=: '{PyType.Name(value)}' and 'str'"));
        var lines = TextSplitting.Lines(run, text + "\n", keepEnds: false).Items.Select(l => (string)l!).ToList();
        run.Meter.Text(text.Length + (long)lines.Count * indention.Length);
        var blank = PyCompare.Truth(Arguments.Or(values[2], false));
        var indented = lines.Select((line, i) => i > 0 && (blank || line.Length > 0) ? indention + line : line);
        return Like(value, (PyCompare.Truth(Arguments.Or(values[1], false)) ? indention : "") + string.Join('\n', indented));
    }

    private static object Truncate(Rendering run, object? value, Arguments arguments)
    {
        var values = arguments.For("truncate", "length=", "killwords=", "end=", "leeway=");
        var length = PyNumber.Index(Arguments.Or(values[0], new BigInteger(255)));
        var end = TextMethods.Str(Arguments.Or(values[2], "..."), "truncate");
        var leeway = Arguments.Or(values[3], null) is { } given ? PyNumber.Index(given) : 5;
        var kept = length - PyText.Length(end);
        if (kept.Sign < 0) throw ChatTemplateException.Of("AssertionError", $"expected length >= {PyText.Length(end)}, got {length}");
        if (leeway.Sign < 0) throw ChatTemplateException.Of("AssertionError", $"expected leeway >= 0, got {leeway}");
        var count = PySequence.Length(value) ?? throw Fault.Type($"object of type '{PyType.Name(value)}' has no len()");
        if (count <= length + leeway) return value!;
        var text = TextMethods.Str(value, "truncate");
        run.Meter.Text(text.Length);
        var cut = PyText.Slice(text, 0, 1, (int)kept);
        if (!PyCompare.Truth(Arguments.Or(values[1], false)) && cut.LastIndexOf(' ') is var space && space >= 0) cut = cut[..space];
        return cut + end;
    }

    private static string Join(Rendering run, object? value, Arguments arguments)
    {
        var values = arguments.For("join", "d=", "attribute=");
        var items = PySequence.Iterate(run.Meter, value);
        if (Arguments.Or(values[1], null) is { } attribute) items = items.Select(AttributePath.Getter(run, attribute));
        return TextMethods.Join(run, PyRepr.Str(run.Meter, Arguments.Or(values[0], "")), new Generator("map", items.Select(item => (object?)PyRepr.Str(run.Meter, item))));
    }

    private static object Format(Rendering run, object? value, Arguments arguments)
    {
        if (arguments.Positional.Count > 0 && arguments.Named.Count > 0) throw Fault.FilterArgument("can't handle positional and keyword arguments at the same time");
        var named = new PyDict();
        foreach (var (name, part) in arguments.Named) named.Set(name, part);
        return Like(value, PercentFormat.Apply(run, PyRepr.Str(run.Meter, value), arguments.Named.Count > 0 ? named : new PyTuple(arguments.Positional), value is Markup));
    }

    [GeneratedRegex(@"([-\s\x1c-\x1f({\[<]+)")]
    private static partial Regex WordStart();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
