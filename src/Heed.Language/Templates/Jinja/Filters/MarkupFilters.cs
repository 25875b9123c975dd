using System.Net;
using System.Text;
using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja.Filters;

/// <summary>Filters for HTML and addresses.</summary>
internal static class MarkupFilters
{
    public static Dictionary<string, Filter> Table { get; } = new(StringComparer.Ordinal)
    {
        ["escape"] = Escape,
        ["e"] = Escape,
        ["forceescape"] = (run, value, _) => new Markup(Escaped(run, PyRepr.Str(run.Meter, value))),
        ["safe"] = (run, value, arguments) =>
        {
            arguments.For("safe");
            return new Markup(PyRepr.Str(run.Meter, value));
        },
        ["striptags"] = (run, value, arguments) =>
        {
            arguments.For("striptags");
            return WithoutTags(run.Meter, PyRepr.Str(run.Meter, value));
        },
        ["urlencode"] = UrlEncode,
        ["xmlattr"] = XmlAttributes,
    };

    private static object Escape(Rendering run, object? value, Arguments arguments)
    {
        arguments.For("escape");
        return value is Markup ? value : new Markup(Escaped(run, PyRepr.Str(run.Meter, value)));
    }

    private static string Escaped(Rendering run, string text)
    {
        run.Meter.Text(text.Length * 6L);
        return Markup.Escape(text);
    }

    private static string WithoutTags(Meter meter, string text)
    {
        meter.Text(text.Length * 2L);
        text = Without(Without(text, "<!--", "-->"), "<", ">");
        return WebUtility.HtmlDecode(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    private static string Without(string text, string open, string close)
    {
        var kept = new StringBuilder();
        var at = 0;
        for (int start, end; (start = text.IndexOf(open, at, StringComparison.Ordinal)) >= 0 && (end = text.IndexOf(close, start, StringComparison.Ordinal)) >= 0; at = end + close.Length)
            kept.Append(text, at, start - at);
        return kept.Append(text, at, text.Length - at).ToString();
    }

    private static string UrlEncode(Rendering run, object? value, Arguments arguments)
    {
        arguments.For("urlencode");
        if (PyText.Of(value) is not null || PySequence.TryIterate(value) is null) return Quoted(run, value, query: false);
        var pairs = value is PyDict dict ? new DictView("dict_items", dict).Items : PySequence.Iterate(run.Meter, value);
        return string.Join('&', pairs.Select(pair => PySequence.ToList(run.Meter, pair) is [var key, var part] ? $"{Quoted(run, key, query: true)}={Quoted(run, part, query: true)}" : throw Fault.Value("pairs of a name and a value were expected")));
    }

    private static string Quoted(Rendering run, object? value, bool query)
    {
        var bytes = Encoding.UTF8.GetBytes(PyRepr.Str(run.Meter, value));
        run.Meter.Text(bytes.Length * 3L);
        var text = new StringBuilder(bytes.Length);
        foreach (var b in bytes)
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or (byte)'.' or (byte)'-' or (byte)'~' || (b == '/' && !query)) text.Append((char)b);
            else if (b == ' ' && query) text.Append('+');
            else text.Append($"%{b:X2}");
        }
        return text.ToString();
    }

    private static string XmlAttributes(Rendering run, object? value, Arguments arguments)
    {
        var space = PyCompare.Truth(Arguments.Or(arguments.For("xmlattr", "autospace=")[0], true));
        if (value is Undefined undefined) throw undefined.Failure();
        if (value is not PyDict dict) throw ChatTemplateException.Of("AttributeError", $"'{PyType.Name(value)}' object has no attribute 'items'");
        var attributes = new List<string>();
        foreach (var (key, part) in dict.Entries)
        {
            if (part is null or Undefined) continue;
            var name = PyRepr.Str(run.Meter, key);
            if (name.Any(c => c is ' ' or '/' or '>' or '=' or (>= '\t' and <= '\r'))) throw Fault.Value($"Invalid character in attribute name: {PyRepr.Text(name)}");
            attributes.Add($"{Escaped(run, name)}=\"{(part is Markup markup ? markup.Text : Escaped(run, PyRepr.Str(run.Meter, part)))}\"");
        }
        return (space && attributes.Count > 0 ? " " : "") + string.Join(' ', attributes);
    }
}
