using System.Text.Json.Nodes;
using Heed.Runs;

namespace Heed.Models.Checkpoints;

/// <summary>generation_config.json: how a model's makers mean it to be sampled, and every token that ends an answer; config.json may name fewer.</summary>
public static class GenerationConfig
{
    private const string FileName = "generation_config.json", Ends = "eos_token_id", Derived = "_from_model_config";

    /// <summary>The tokens that end an answer, as the file of a folder names them; none where it names none or is not there.</summary>
    public static IReadOnlyList<int> EndIds(string folder) => Read(folder) is { } json ? IdsOf(json, Path.Combine(folder, FileName)) : [];

    /// <summary>Takes what a folder's file says to a model made from it: every key, and the end tokens of both.</summary>
    public static void Carry(string from, string to)
    {
        if (Path.GetFullPath(from) == Path.GetFullPath(to) || Read(from) is not { } kept) return;
        var made = Read(to) ?? [];
        int[] ends = [.. IdsOf(kept, Path.Combine(from, FileName)).Concat(IdsOf(made, Path.Combine(to, FileName))).Distinct()];
        foreach (var (key, value) in made)
            if (kept[key] is null) kept[key] = value?.DeepClone();
        if (ends.Length > 0) kept[Ends] = ends.Length == 1 ? ends[0] : new JsonArray([.. ends.Select(id => JsonValue.Create(id))]);
        // Where it is set, transformers takes config.json's tokens for these.
        if (ends.Length > IdsOf(made, to).Length || made[Derived] is null) kept.Remove(Derived);
        HuggingFaceFolder.WriteObject(Path.Combine(to, FileName), kept);
    }

    private static JsonObject? Read(string folder) => Path.Combine(folder, FileName) is var file && File.Exists(file) ? HuggingFaceFolder.ReadObject(file) : null;

    private static int[] IdsOf(JsonObject json, string file) => json[Ends] switch
    {
        null => [],
        JsonArray several => [.. several.Select(id => IdOf(id, file))],
        var one => [IdOf(one, file)]
    };

    private static int IdOf(JsonNode? node, string file) => node is JsonValue value && value.TryGetValue<int>(out var id) && id >= 0 ? id
        : throw new CheckpointException($"{file}: {Ends} is {node?.ToJsonString() ?? "null"}; expected the id of a token, or a list of them.");
}
