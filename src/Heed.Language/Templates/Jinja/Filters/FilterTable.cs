using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja.Filters;

/// <summary>value | filter(arguments)</summary>
internal delegate object? Filter(Rendering run, object? value, Arguments arguments);

/// <summary>Every filter by its name.</summary>
internal static class FilterTable
{
    private static readonly Dictionary<string, Filter> Filters = new[] { TextFilters.Table, NumberFilters.Table, SequenceFilters.Table, SelectionFilters.Table, MarkupFilters.Table, RefusedFilters.Table }
        .SelectMany(t => t).ToDictionary(StringComparer.Ordinal);

    public static Filter? Find(string name) => Filters.GetValueOrDefault(name);
}
