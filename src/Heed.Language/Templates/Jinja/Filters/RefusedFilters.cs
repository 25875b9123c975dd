namespace Heed.Language.Templates.Jinja.Filters;

/// <summary>Filters of Jinja that are left out, with the reason; a template that names one and does not come to it works.</summary>
internal static class RefusedFilters
{
    public static Dictionary<string, Filter> Table { get; } = new(StringComparer.Ordinal)
    {
        ["random"] = Refusal("random", "a template writes the same text for the same conversation"),
        ["urlize"] = Refusal("urlize", "links are for web pages; write the address itself"),
        ["pprint"] = Refusal("pprint", "what it prints is laid out for people; 'tojson' writes a value for a model"),
    };

    private static Filter Refusal(string name, string reason) => (_, _, _) => throw Fault.Security($"the filter '{name}' is left out: {reason}");
}
