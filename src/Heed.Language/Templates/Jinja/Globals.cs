using System.Numerics;
using Heed.Language.Templates.Jinja.Formatting;
using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja;

/// <summary>The functions every template finds.</summary>
internal static class Globals
{
    public static Scope Scope(Rendering run)
    {
        var scope = new Scope(run);
        foreach (var function in Functions) scope.Set(function.Key, function.Value);
        return scope;
    }

    private static readonly Dictionary<string, Function> Functions = new(StringComparer.Ordinal)
    {
        ["range"] = new Function("range", Range, "type"),
        ["dict"] = new Function("dict", Dict, "type"),
        ["namespace"] = new Function("namespace", NewNamespace, "type"),
        ["cycler"] = new Function("cycler", (_, arguments) => new Cycler(arguments.Positional), "type"),
        ["joiner"] = new Function("joiner", (run, arguments) => new Joiner(PyRepr.Str(run.Meter, Arguments.Or(arguments.For("joiner", "sep=")[0], ", "))), "type"),
        ["raise_exception"] = new Function("raise_exception", (run, arguments) =>
            throw ChatTemplateException.Of("TemplateError", PyRepr.Str(run.Meter, arguments.For("raise_exception", "message")[0]))),
        ["lipsum"] = new Function("lipsum", (_, _) => throw Fault.Security("'lipsum' is left out: a template writes the same text for the same conversation")),
        ["strftime_now"] = new Function("strftime_now", (run, arguments) => TimeText.Format(TextMethods.Str(arguments.For("strftime_now", "format")[0], "strftime"), run.Clock.GetLocalNow())),
    };

    private static object Range(Rendering run, Arguments arguments)
    {
        if (arguments.Named.Count > 0) throw Fault.Type("range() takes no keyword arguments");
        var bounds = arguments.Positional.Select(PyNumber.Index).ToArray();
        return bounds.Length switch
        {
            1 => new PyRange(BigInteger.Zero, bounds[0], BigInteger.One),
            2 => new PyRange(bounds[0], bounds[1], BigInteger.One),
            3 => new PyRange(bounds[0], bounds[1], bounds[2]),
            _ => throw Fault.Type($"range expected at {(bounds.Length == 0 ? "least 1" : "most 3")} argument{(bounds.Length == 0 ? "" : "s")}, got {bounds.Length}")
        };
    }

    private static object Dict(Rendering run, Arguments arguments)
    {
        var dict = new PyDict();
        Fill(run, dict.Set, arguments, "dict");
        return dict;
    }

    private static object NewNamespace(Rendering run, Arguments arguments)
    {
        var space = new Namespace();
        Fill(run, (key, value) => space.Set(PyText.Of(key) ?? PyRepr.Str(run.Meter, key), value), arguments, "namespace");
        return space;
    }

    // A mapping or pairs, then names: dict({…}, a=1).
    private static void Fill(Rendering run, Action<object?, object?> set, Arguments arguments, string function)
    {
        if (arguments.Positional.Count > 1) throw Fault.Type($"{function} expected at most 1 argument, got {arguments.Positional.Count}");
        foreach (var source in arguments.Positional)
        {
            var pairs = source is PyDict mapping ? new DictView("dict_items", mapping).Items : PySequence.Iterate(run.Meter, source);
            foreach (var pair in pairs)
            {
                if (PySequence.TryIterate(pair)?.ToList() is not [var key, var value]) throw Fault.Type("cannot convert dictionary update sequence element to a sequence of two");
                run.Meter.Spend();
                set(key, value);
            }
        }
        foreach (var (name, value) in arguments.Named) set(name, value);
    }
}
