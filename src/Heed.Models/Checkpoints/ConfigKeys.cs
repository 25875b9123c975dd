using System.Text.Json;
using System.Text.Json.Nodes;
using Heed.Runs;

namespace Heed.Models.Checkpoints;

/// <summary>The keys of a config.json, read with types; a wrong one ends in a message that names it.</summary>
internal sealed class ConfigKeys(JsonObject json, string where)
{
    public int Count => json.Count;

    public CheckpointException Wrong(string key, string what) => new($"{where}: {key} {what}.");

    public UnsupportedModelException Unsupported(string feature) => new(feature, where);

    /// <summary>A value that Heed implements one or two of.</summary>
    public void Require(string key, params string[] implemented)
    {
        var value = Text(key, implemented[0]);
        if (!implemented.Contains(value)) throw Unsupported($"{key} {value}");
    }

    public void Require(string key, bool implemented)
    {
        if (Flag(key, implemented) != implemented) throw Unsupported($"{key} {(implemented ? "false" : "true")}");
    }

    public void Require(string key, double implemented)
    {
        if (Number(key, implemented) is var value && value != implemented) throw Unsupported($"{key} {value}");
    }

    public string Text(string key, string absent) => Get(key, absent, JsonValueKind.String, n => (string)n!);

    public bool Flag(string key, bool absent) => json[key] is not { } node ? absent
        : node.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? (bool)node : throw Wrong(key, $"is {node.ToJsonString()}, expected true or false");

    public double Number(string key, double absent) => Get(key, absent, JsonValueKind.Number, n => (double)n);

    public double? OptionalNumber(string key) => json[key] is null ? null : Number(key, 0);

    /// <summary>The key is there, and null.</summary>
    public bool IsNull(string key) => json.ContainsKey(key) && json[key] is null;

    public int Integer(string key, int absent) => OptionalInteger(key) ?? absent;

    public int Integer(string key) => OptionalInteger(key) ?? throw Wrong(key, "is missing");

    /// <summary>A count that memory depends on: at least 1, at most what no model comes near.</summary>
    public int Size(string key, int? absent = null, int most = 1 << 24)
    {
        var size = absent is { } otherwise ? Integer(key, otherwise) : Integer(key);
        return size >= 1 && size <= most ? size : throw Wrong(key, $"is {size}, expected 1 to {most}");
    }

    public int? OptionalInteger(string key) => json[key] is null ? null : Get(key, 0, JsonValueKind.Number, n => Whole(key, n));

    /// <summary>One number, a list of them, or none.</summary>
    public int[] Integers(string key) => json[key] switch
    {
        null => [],
        JsonArray list => [.. list.Select(n => n is null ? throw Wrong(key, "holds null") : Whole(key, n))],
        _ => [Integer(key)],
    };

    /// <summary>A list of numbers, empty where it is absent.</summary>
    public IReadOnlyList<double> Numbers(string key) => List(key, JsonValueKind.Number, n => (double)n);

    /// <summary>A list of texts, empty where it is absent.</summary>
    public IReadOnlyList<string> Texts(string key) => List(key, JsonValueKind.String, n => (string)n!);

    /// <summary>A text or a list of them.</summary>
    public IReadOnlyList<string> OneOrMoreTexts(string key) => json[key] is JsonValue ? [Text(key, "")] : Texts(key);

    /// <summary>A list of lists of whole numbers.</summary>
    public IReadOnlyList<int[]> IntegerLists(string key) => json[key] switch
    {
        null => [],
        JsonArray lists when lists.All(l => l is JsonArray list && list.All(n => n is not null)) => [.. lists.Select(l => l!.AsArray().Select(n => Whole(key, n!)).ToArray())],
        var other => throw Wrong(key, $"is {other.ToJsonString()}, expected a list of lists of numbers"),
    };

    public ConfigKeys? Section(string key) => json[key] switch
    {
        null => null,
        JsonObject section => new ConfigKeys(section, $"{where}: {key}"),
        var other => throw Wrong(key, $"is {other.ToJsonString()}, expected an object"),
    };

    public string? FirstText(string key) => json[key] is JsonArray { Count: > 0 } list && list[0] is { } first && first.GetValueKind() == JsonValueKind.String
        ? (string)first! : null;

    private List<T> List<T>(string key, JsonValueKind kind, Func<JsonNode, T> read) => json[key] switch
    {
        null => [],
        JsonArray list when list.All(n => n is not null && n.GetValueKind() == kind) => [.. list.Select(n => read(n!))],
        var other => throw Wrong(key, $"is {other.ToJsonString()}, expected a list of {kind.ToString().ToLowerInvariant()}s"),
    };

    private T Get<T>(string key, T absent, JsonValueKind kind, Func<JsonNode, T> read) => json[key] is not { } node ? absent
        : node.GetValueKind() == kind ? read(node) : throw Wrong(key, $"is {node.ToJsonString()}, expected a {kind.ToString().ToLowerInvariant()}");

    private int Whole(string key, JsonNode node) => node.GetValueKind() == JsonValueKind.Number && (double)node is var value && value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue
        ? (int)value : throw Wrong(key, $"is {node.ToJsonString()}, expected a whole number");
}
