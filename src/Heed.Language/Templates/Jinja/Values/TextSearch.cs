using System.Numerics;

namespace Heed.Language.Templates.Jinja.Values;

/// <summary>Finding one text in another, in code points, with Python's optional bounds.</summary>
internal static class TextSearch
{
    public static BigInteger Find(string text, Arguments arguments, string name, bool last)
    {
        var values = arguments.For(name, "sub", "start=", "end=");
        var sub = TextMethods.Str(values[0], name);
        var (part, start) = Part(text, values[1], values[2]);
        if (part is null) return BigInteger.MinusOne;
        var at = last ? sub.Length == 0 ? part.Length : part.LastIndexOf(sub, StringComparison.Ordinal) : part.IndexOf(sub, StringComparison.Ordinal);
        return at < 0 ? BigInteger.MinusOne : start + PyText.CodePoint(part, at);
    }

    public static object Count(string text, Arguments arguments)
    {
        var values = arguments.For("count", "sub", "start=", "end=");
        var sub = TextMethods.Str(values[0], "count");
        var part = Part(text, values[1], values[2]).Text;
        if (part is null) return BigInteger.Zero;
        if (sub.Length == 0) return new BigInteger(PyText.Length(part) + 1);
        var n = 0;
        for (var at = 0; (at = part.IndexOf(sub, at, StringComparison.Ordinal)) >= 0; at += sub.Length) n++;
        return new BigInteger(n);
    }

    public static object Affix(string text, Arguments arguments, string name)
    {
        var values = arguments.For(name, "affix", "start=", "end=");
        var part = Part(text, values[1], values[2]).Text;
        bool Has(object? affix)
        {
            var fix = PyText.Of(affix) ?? throw (affix is Undefined undefined ? undefined.Failure() : Fault.Type($"{name} first arg must be str or a tuple of str, not {PyType.Name(affix)}"));
            return part is not null && (name == "startswith" ? part.StartsWith(fix, StringComparison.Ordinal) : part.EndsWith(fix, StringComparison.Ordinal));
        }
        return values[0] is PyTuple tuple ? tuple.Items.Any(Has) : Has(values[0]);
    }

    // The text between two bounds and where it starts; null where the start lies beyond the end.
    private static (string? Text, int Start) Part(string text, object? start, object? end)
    {
        if (ReferenceEquals(start, Arguments.Missing) && ReferenceEquals(end, Arguments.Missing)) return (text, 0);
        var length = PyText.Length(text);
        BigInteger Bound(object? value, BigInteger otherwise)
        {
            if (ReferenceEquals(value, Arguments.Missing) || value is null) return otherwise;
            var n = PyNumber.Index(value);
            return n.Sign < 0 ? BigInteger.Max(0, n + length) : n;
        }
        var (from, to) = (Bound(start, 0), BigInteger.Min(length, Bound(end, length)));
        return from > to ? (null, 0) : (PyText.Slice(text, (int)from, 1, (int)(to - from)), (int)from);
    }
}
