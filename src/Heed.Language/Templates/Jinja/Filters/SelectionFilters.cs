using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja.Filters;

/// <summary>map, select, reject and their like: filters and tests applied to every element, while the result is read.</summary>
internal static class SelectionFilters
{
    public static Dictionary<string, Filter> Table { get; } = new(StringComparer.Ordinal)
    {
        ["map"] = (run, value, arguments) => new Generator("generator object sync_do_map", Map(run, value, arguments)),
        ["select"] = (run, value, arguments) => new Generator("generator object select_or_reject", Select(run, value, arguments, keep: true, attribute: false)),
        ["reject"] = (run, value, arguments) => new Generator("generator object select_or_reject", Select(run, value, arguments, keep: false, attribute: false)),
        ["selectattr"] = (run, value, arguments) => new Generator("generator object select_or_reject", Select(run, value, arguments, keep: true, attribute: true)),
        ["rejectattr"] = (run, value, arguments) => new Generator("generator object select_or_reject", Select(run, value, arguments, keep: false, attribute: true)),
    };

    private static IEnumerable<object?> Map(Rendering run, object? value, Arguments arguments)
    {
        if (!PyCompare.Truth(value)) yield break;
        var map = Mapping(run, arguments);
        foreach (var item in PySequence.Iterate(run.Meter, value)) yield return map(item);
    }

    private static Func<object?, object?> Mapping(Rendering run, Arguments arguments)
    {
        if (arguments.Positional.Count == 0 && arguments.Named.Any(n => n.Key == "attribute"))
        {
            var unexpected = arguments.Named.Select(n => n.Key).FirstOrDefault(n => n is not ("attribute" or "default"));
            if (unexpected is not null) throw Fault.FilterArgument($"Unexpected keyword argument {PyRepr.Text(unexpected)}");
            return AttributePath.Getter(run, arguments.Named.First(n => n.Key == "attribute").Value, arguments.Named.FirstOrDefault(n => n.Key == "default").Value);
        }
        if (arguments.Positional.Count == 0) throw Fault.FilterArgument("map requires a filter argument");
        var filter = FilterTable.Find(Named(arguments.Positional[0])) ?? throw Fault.Runtime($"No filter named {PyRepr.Of(run.Meter, arguments.Positional[0])}.");
        var rest = arguments with { Positional = [.. arguments.Positional.Skip(1)] };
        return item => filter(run, item, rest);
    }

    private static IEnumerable<object?> Select(Rendering run, object? value, Arguments arguments, bool keep, bool attribute)
    {
        if (!PyCompare.Truth(value)) yield break;
        if (attribute && arguments.Positional.Count == 0) throw Fault.FilterArgument("Missing parameter for attribute name");
        var get = AttributePath.Getter(run, attribute ? arguments.Positional[0] : null);
        var test = Testing(run, arguments with { Positional = [.. arguments.Positional.Skip(attribute ? 1 : 0)] });
        foreach (var item in PySequence.Iterate(run.Meter, value))
            if (test(get(item)) == keep) yield return item;
    }

    private static Func<object?, bool> Testing(Rendering run, Arguments arguments)
    {
        if (arguments.Positional.Count == 0) return PyCompare.Truth;
        var test = TestTable.Find(Named(arguments.Positional[0])) ?? throw Fault.Runtime($"No test named {PyRepr.Of(run.Meter, arguments.Positional[0])}.");
        var rest = arguments with { Positional = [.. arguments.Positional.Skip(1)] };
        return item => test(run, item, rest);
    }

    private static string Named(object? name) => PyText.Of(name) ?? "";
}
