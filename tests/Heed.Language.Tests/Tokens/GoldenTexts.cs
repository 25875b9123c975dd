using System.Text.Json;
using System.Text.Json.Nodes;
using Heed.Testing;
using Xunit;

namespace Heed.Language.Tests.Tokens;

/// <summary>The texts and the form that the tokenizer cases of the golden folder share.</summary>
internal static class GoldenTexts
{
    private static readonly string[] Texts = ReadTexts();

    /// <summary>The folders of a kind that hold cases, and these files.</summary>
    public static TheoryData<string> Folders(string kind, params string[] files)
    {
        var root = Golden.Folder is null ? null : Path.Combine(Golden.Folder, kind);
        var data = new TheoryData<string>();
        if (Directory.Exists(root))
            foreach (var folder in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
                if (files.Append("cases.json").All(f => File.Exists(Path.Combine(folder, f)))) data.Add(Path.GetFileName(folder));
        if (data.Count == 0) data.Add(Golden.Absent);
        return data;
    }

    public static string Folder(string kind, string name)
    {
        Assert.SkipWhen(name == Golden.Absent, $"no golden/{kind}");
        return Path.Combine(Golden.Folder!, kind, name);
    }

    public static JsonObject Cases(string folder) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "cases.json")))!.AsObject();

    public static IEnumerable<JsonObject> Items(this JsonObject root, string key) => (root[key] as JsonArray ?? []).OfType<JsonObject>();

    public static string Of(JsonNode? node) => node!.GetValueKind() == JsonValueKind.String ? (string)node! : Texts[(int)node];

    public static int[] Numbers(JsonNode? list) => [.. list!.AsArray().Select(i => (int)i!)];

    public static string[] Strings(JsonNode? list) => [.. list!.AsArray().Select(i => (string)i!)];

    private static string[] ReadTexts()
    {
        var file = Golden.Folder is null ? null : Path.Combine(Golden.Folder, "tokenizers", "texts.json");
        if (!File.Exists(file)) return [];
        var root = JsonNode.Parse(File.ReadAllText(file))!;
        return [.. (root as JsonArray ?? root["texts"]!.AsArray()).Select(t => t is JsonObject o ? (string)o["text"]! : (string)t!)];
    }
}
