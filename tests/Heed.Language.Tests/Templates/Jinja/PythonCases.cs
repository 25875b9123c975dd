using System.Text.Json.Nodes;

namespace Heed.Language.Tests.Templates.Jinja;

/// <summary>
/// Templates drawn at random on which @huggingface/jinja 0.5.11 and Jinja2 3.1.6 (with transformers' settings) disagreed, with what Jinja2
/// gave: the text, or the class of the exception.
/// </summary>
internal static class PythonCases
{
    private static readonly JsonNode Json = JsonNode.Parse(typeof(PythonCases).Assembly.GetManifestResourceStream("python-cases.json")!)!;

    public static JsonObject Context => Json["context"]!.AsObject();

    public static IReadOnlyList<JsonObject> All { get; } = [.. Json["cases"]!.AsArray().Select(c => c!.AsObject())];

    public static IReadOnlyList<string> Templates { get; } = [.. All.Select(c => (string)c["template"]!)];
}
