using System.Text.Json.Nodes;
using Heed.Models.Architecture;

namespace Heed.Models.Checkpoints;

/// <summary>Weights in one file, or in parts and an index, as transformers splits and names them.</summary>
internal static class WeightShards
{
    public const string Single = "model.safetensors", Index = "model.safetensors.index.json";

    public static void Write(string folder, DecoderPlan plan, ParameterReader weights, CheckpointFormat format)
    {
        var parts = Split(plan.Parameters, format);
        string[] files = parts.Count == 1 ? [Single] : [.. Enumerable.Range(1, parts.Count).Select(i => $"model-{i:00000}-of-{parts.Count:00000}.safetensors")];
        for (var i = 0; i < parts.Count; i++)
            SafetensorsWriter.Write(Path.Combine(folder, files[i]), parts[i].Select(p => (p.Name, p.FileShape, (SafetensorsWriter.Elements)(() => p.ToFile(weights(p))))), format.Type);
        if (parts.Count > 1) HuggingFaceFolder.WriteObject(Path.Combine(folder, Index), IndexOf(plan, parts, files, format));
        RemoveOthers(folder, files);
    }

    private static List<List<Parameter>> Split(IReadOnlyList<Parameter> parameters, CheckpointFormat format)
    {
        List<List<Parameter>> parts = [[]];
        var used = 0L;
        foreach (var parameter in parameters)
        {
            var bytes = parameter.Length * TensorNumbers.Size(format.Type);
            if (used > 0 && used + bytes > format.ShardBytes)
            {
                parts.Add([]);
                used = 0;
            }
            parts[^1].Add(parameter);
            used += bytes;
        }
        return parts;
    }

    private static JsonObject IndexOf(DecoderPlan plan, List<List<Parameter>> parts, string[] files, CheckpointFormat format) => new()
    {
        ["metadata"] = new JsonObject { ["total_parameters"] = plan.Length, ["total_size"] = plan.Length * TensorNumbers.Size(format.Type) },
        ["weight_map"] = new JsonObject(parts.SelectMany((part, i) => part.Select(p => (p.Name, File: files[i]))).OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.File))),
    };

    /// <summary>What an earlier model left in the folder would be read in place of this one.</summary>
    private static void RemoveOthers(string folder, string[] files)
    {
        if (files.Length == 1) File.Delete(Path.Combine(folder, Index));
        foreach (var old in Directory.EnumerateFiles(folder, "model*.safetensors").Where(f => !files.Contains(Path.GetFileName(f)) && IsOurs(Path.GetFileName(f))).ToList()) File.Delete(old);
    }

    private static bool IsOurs(string name) => name == Single || System.Text.RegularExpressions.Regex.IsMatch(name, @"^model-\d{5}-of-\d{5}\.safetensors$");
}
