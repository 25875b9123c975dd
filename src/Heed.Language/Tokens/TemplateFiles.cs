using System.Text.Json.Nodes;

namespace Heed.Language.Tokens;

/// <summary>Chat templates that lie in files of their own beside tokenizer_config.json, before which they go.</summary>
/// <param name="Usual">chat_template.jinja.</param>
/// <param name="Named">additional_chat_templates/NAME.jinja, as entries of a list of named templates.</param>
/// <param name="Processor">What chat_template.json, the file of models that see and hear, holds; it counts where there is nothing else.</param>
internal sealed record TemplateFiles(string? Usual, IReadOnlyList<JsonNode> Named, JsonNode? Processor)
{
    private const string UsualName = "chat_template.jinja", FolderName = "additional_chat_templates", ProcessorName = "chat_template.json";

    /// <param name="read">Reads a JSON object, or null where the file is not there.</param>
    public static TemplateFiles Read(string folder, Func<string, JsonObject?> read)
    {
        var (usual, named) = (Path.Combine(folder, UsualName), Path.Combine(folder, FolderName));
        return new(File.Exists(usual) ? File.ReadAllText(usual) : null,
            !Directory.Exists(named) ? [] : [.. Directory.EnumerateFiles(named, "*.jinja").Order(StringComparer.Ordinal).Select(Entry)],
            read(Path.Combine(folder, ProcessorName))?["chat_template"]);
    }

    /// <summary>Whether a folder holds a chat template, in any of its places.</summary>
    /// <param name="config">tokenizer_config.json; null where it is not there.</param>
    public bool IsAny(JsonObject? config) => Usual is not null || Named.Count > 0 || (config?["chat_template"] ?? Processor) is not null;

    private static JsonObject Entry(string file) => new() { ["name"] = Path.GetFileNameWithoutExtension(file), ["template"] = File.ReadAllText(file) };
}
