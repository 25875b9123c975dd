using System.Globalization;
using System.Numerics;
using System.Text;
using Heed.Language.Templates.Jinja.Formatting;

namespace Heed.Language.Templates.Jinja.Values;

/// <summary>The methods of str.</summary>
internal static class TextMethods
{
    private delegate object? Method(Rendering run, string text, Arguments arguments);

    private static readonly Dictionary<string, Method> Methods = new(StringComparer.Ordinal)
    {
        ["upper"] = (run, text, a) => PyCase.Upper(Plain(run, text, a, "upper")),
        ["lower"] = (run, text, a) => PyCase.Lower(Plain(run, text, a, "lower")),
        ["casefold"] = (run, text, a) => PyCase.Lower(PyCase.Upper(Plain(run, text, a, "casefold"))),
        ["capitalize"] = (run, text, a) => PyCase.Capitalize(Plain(run, text, a, "capitalize")),
        ["title"] = (run, text, a) => PyCase.Title(Plain(run, text, a, "title")),
        ["swapcase"] = (run, text, a) => PyCase.Swap(Plain(run, text, a, "swapcase")),
        ["strip"] = (run, text, a) => TextTrimming.Strip(text, Text(a.For("strip", "chars=")[0]), true, true),
        ["lstrip"] = (run, text, a) => TextTrimming.Strip(text, Text(a.For("lstrip", "chars=")[0]), true, false),
        ["rstrip"] = (run, text, a) => TextTrimming.Strip(text, Text(a.For("rstrip", "chars=")[0]), false, true),
        ["removeprefix"] = (run, text, a) => Needed(a, "removeprefix") is var fix && text.StartsWith(fix, StringComparison.Ordinal) ? text[fix.Length..] : text,
        ["removesuffix"] = (run, text, a) => Needed(a, "removesuffix") is var fix && fix.Length > 0 && text.EndsWith(fix, StringComparison.Ordinal) ? text[..^fix.Length] : text,
        ["startswith"] = (run, text, a) => TextSearch.Affix(text, a, "startswith"),
        ["endswith"] = (run, text, a) => TextSearch.Affix(text, a, "endswith"),
        ["find"] = (run, text, a) => TextSearch.Find(text, a, "find", last: false),
        ["rfind"] = (run, text, a) => TextSearch.Find(text, a, "rfind", last: true),
        ["index"] = (run, text, a) => TextSearch.Find(text, a, "index", last: false) is { IsZero: false, Sign: < 0 } ? throw Fault.Value("substring not found") : TextSearch.Find(text, a, "index", last: false),
        ["rindex"] = (run, text, a) => TextSearch.Find(text, a, "rindex", last: true) is { Sign: < 0 } ? throw Fault.Value("substring not found") : TextSearch.Find(text, a, "rindex", last: true),
        ["count"] = (run, text, a) => TextSearch.Count(text, a),
        ["replace"] = Replace,
        ["split"] = (run, text, a) => TextSplitting.Split(run, text, a, fromEnd: false),
        ["rsplit"] = (run, text, a) => TextSplitting.Split(run, text, a, fromEnd: true),
        ["splitlines"] = (run, text, a) => TextSplitting.Lines(run, text, PyCompare.Truth(Arguments.Or(a.For("splitlines", "keepends=")[0], false))),
        ["partition"] = (run, text, a) => TextSplitting.Partition(text, Needed(a, "partition"), last: false),
        ["rpartition"] = (run, text, a) => TextSplitting.Partition(text, Needed(a, "rpartition"), last: true),
        ["join"] = (run, text, a) => Join(run, text, a.For("join", "iterable")[0]),
        ["center"] = (run, text, a) => TextTrimming.Pad(run.Meter, text, a, "center"),
        ["ljust"] = (run, text, a) => TextTrimming.Pad(run.Meter, text, a, "ljust"),
        ["rjust"] = (run, text, a) => TextTrimming.Pad(run.Meter, text, a, "rjust"),
        ["zfill"] = (run, text, a) => TextTrimming.ZeroFill(run.Meter, text, PyNumber.Small(a.For("zfill", "width")[0])),
        ["expandtabs"] = (run, text, a) => TextTrimming.ExpandTabs(run.Meter, text, PyNumber.Small(Arguments.Or(a.For("expandtabs", "tabsize=")[0], new BigInteger(8)))),
        ["format"] = (run, text, a) => BraceFormat.Apply(run, text, a),
        ["format_map"] = (run, text, a) => a.For("format_map", "mapping")[0] is PyDict map
            ? BraceFormat.Apply(run, text, new Arguments([], [.. map.Entries.Select(e => KeyValuePair.Create(PyRepr.Str(run.Meter, e.Key), e.Value))])) : throw Fault.Type("format_map() takes a dict"),
        ["isspace"] = (_, text, _) => text.Length > 0 && PyText.IsSpace(text),
        ["isalpha"] = (_, text, _) => Every(text, Rune.IsLetter),
        ["isdigit"] = (_, text, _) => Every(text, IsDigit),
        ["isdecimal"] = (_, text, _) => Every(text, rune => Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber),
        ["isnumeric"] = (_, text, _) => Every(text, rune => Rune.GetNumericValue(rune) >= 0),
        ["isalnum"] = (_, text, _) => Every(text, rune => Rune.IsLetter(rune) || Rune.GetNumericValue(rune) >= 0),
        ["isascii"] = (_, text, _) => Ascii.IsValid(text),
        ["islower"] = (_, text, _) => PyCase.All(text, upper: false),
        ["isupper"] = (_, text, _) => PyCase.All(text, upper: true),
        ["istitle"] = (_, text, _) => text.EnumerateRunes().Any(PyCase.IsCased) && PyCase.Title(text) == text,
        ["isprintable"] = (_, text, _) => text.EnumerateRunes().All(rune => rune.Value == ' ' || PyRepr.Prints(Rune.GetUnicodeCategory(rune))),
        ["isidentifier"] = (_, text, _) => text.Length > 0 && (char.IsLetter(text[0]) || text[0] == '_') && text.All(c => c == '_' || char.IsLetterOrDigit(c)),
    };

    /// <summary>A method bound to a text; on Markup what is text comes back as Markup.</summary>
    public static object? Find(object owner, string text, string name) => !Methods.TryGetValue(name, out var method) ? null : new Function(name, (run, arguments) =>
    {
        run.Meter.Text(text.Length);
        var result = method(run, text, owner is Markup ? Escaped(arguments) : arguments);
        return owner is Markup && result is string made ? new Markup(made) : result;
    });

    public static string Join(Rendering run, string separator, object? items)
    {
        var joined = new StringBuilder();
        var n = 0;
        foreach (var item in PySequence.Iterate(run.Meter, items))
        {
            var text = PyText.Of(item) ?? throw Fault.Type($"sequence item {n}: expected str instance, {PyType.Name(item)} found");
            run.Meter.Text(separator.Length + text.Length);
            if (n++ > 0) joined.Append(separator);
            joined.Append(text);
        }
        return joined.ToString();
    }

    public static string Replace(Meter meter, string text, string old, string now, int count)
    {
        if (count == 0) return text;
        var replaced = new StringBuilder();
        var at = 0;
        void Take(string part)
        {
            meter.Text(part.Length);
            replaced.Append(part);
        }
        if (old.Length == 0)
        {
            foreach (var character in PyText.Characters(text))
            {
                if (count-- != 0) Take(now);
                else count = 0;
                replaced.Append(character);
            }
            if (count != 0) Take(now);
            return replaced.ToString();
        }
        for (int next; count != 0 && (next = text.IndexOf(old, at, StringComparison.Ordinal)) >= 0; at = next + old.Length, count--)
        {
            replaced.Append(text, at, next - at);
            Take(now);
        }
        return replaced.Append(text, at, text.Length - at).ToString();
    }

    private static object Replace(Rendering run, string text, Arguments arguments)
    {
        var values = arguments.For("replace", "old", "new", "count=");
        return Replace(run.Meter, text, Str(values[0], "replace"), Str(values[1], "replace"), PyNumber.Small(Arguments.Or(values[2], BigInteger.MinusOne)));
    }

    private static string Plain(Rendering run, string text, Arguments arguments, string name)
    {
        run.Meter.Text(text.Length * 4L);
        arguments.For(name);
        return text;
    }

    private static string? Text(object? value) => ReferenceEquals(value, Arguments.Missing) || value is null ? null : Str(value, "strip");

    public static string Str(object? value, string function) => PyText.Of(value)
        ?? throw (value is Undefined undefined ? undefined.Failure() : Fault.Type($"{function}: must be str, not {PyType.Name(value)}"));

    private static string Needed(Arguments arguments, string function) => Str(arguments.For(function, "text")[0], function);

    private static bool Every(string text, Func<Rune, bool> test) => text.Length > 0 && text.EnumerateRunes().All(test);

    // Superscripts and circled digits are digits too, if not decimal.
    private static bool IsDigit(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.DecimalDigitNumber => true,
        UnicodeCategory.OtherNumber => rune.IsBmp && CharUnicodeInfo.GetDigitValue((char)rune.Value) >= 0,
        _ => false
    };

    private static Arguments Escaped(Arguments arguments) => new([.. arguments.Positional.Select(Escape)], [.. arguments.Named.Select(n => KeyValuePair.Create(n.Key, Escape(n.Value)))]);

    private static object? Escape(object? value) => value is string text ? Markup.Escape(text) : value;
}
