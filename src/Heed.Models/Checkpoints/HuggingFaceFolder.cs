using System.Text.Json;
using System.Text.Json.Nodes;
using Heed.Models.Architecture;
using Heed.Runs;

namespace Heed.Models.Checkpoints;

/// <summary>A model folder as transformers writes it: config.json, model.safetensors (or parts and an index), generation_config.json.</summary>
public static class HuggingFaceFolder
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>Reads the config alone.</summary>
    public static DecoderConfig LoadConfig(string folder)
    {
        var path = Path.Combine(folder, "config.json");
        if (!File.Exists(path)) throw new CheckpointException($"{folder} is no model folder: expected config.json and model.safetensors in it.");
        return HuggingFaceConfig.Read(ReadObject(path), path);
    }

    /// <summary>Reads config and weights; every tensor must be there, in the right shape, and no other.</summary>
    /// <exception cref="CheckpointException">Something is missing, too much, or damaged; the message names it.</exception>
    /// <exception cref="UnsupportedModelException">The model is of a kind that Heed does not implement.</exception>
    /// <param name="numbers">What the blocks' matrices become; int8 ones are rounded one after another, so that no whole float32 copy is ever there.</param>
    public static (DecoderPlan Plan, ParameterBuffer Weights) Load(string folder, BaseNumbers numbers = BaseNumbers.Float32)
    {
        var plan = DecoderPlan.Of(LoadConfig(folder));
        using var tensors = WeightFiles.Open(folder);
        var sources = tensors.Match(plan);
        var weights = new ParameterBuffer(plan, numbers);
        var matrix = new float[numbers == BaseNumbers.Float32 ? 0 : plan.Parameters.Where(plan.IsBlockMatrix).Max(p => p.Length)];
        try
        {
            foreach (var (parameter, file, name) in sources)
                if (numbers == BaseNumbers.Float32 || !plan.IsBlockMatrix(parameter)) Read(parameter, file, name, weights[parameter]);
                else
                {
                    var values = matrix.AsSpan(0, (int)parameter.Length);
                    Read(parameter, file, name, values);
                    weights.Write(parameter, values);
                }
            return (plan, weights);
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>Writes config, weights and generation config, each whole or not at all; config.json comes last.</summary>
    /// <param name="format">Type and size of the files; null: float32, in parts of 5 GB.</param>
    public static void Save(string folder, DecoderPlan plan, ParameterBuffer weights, CheckpointFormat? format = null) => Save(folder, plan, weights.Read, format);

    internal static void Save(string folder, DecoderPlan plan, ParameterReader weights, CheckpointFormat? format = null)
    {
        format ??= new CheckpointFormat();
        Directory.CreateDirectory(folder);
        WeightShards.Write(folder, plan, weights, format);
        WriteConfigs(folder, plan.Config, format);
    }

    internal static void WriteConfigs(string folder, DecoderConfig config, CheckpointFormat format, Action<JsonObject>? more = null)
    {
        if (!config.ScoreHead) WriteObject(Path.Combine(folder, "generation_config.json"), HuggingFaceConfig.WriteGeneration(config));
        var json = HuggingFaceConfig.Write(config, format);
        more?.Invoke(json);
        WriteObject(Path.Combine(folder, "config.json"), json);
    }

    private static void Read(Parameter parameter, SafetensorsReader file, string name, Span<float> target)
    {
        file.Read(name, target);
        parameter.FromFile(target);
    }

    internal static JsonObject ReadObject(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new CheckpointException($"{path} is no JSON object.");
        }
        catch (JsonException e)
        {
            throw new CheckpointException($"{path} is broken JSON at line {e.LineNumber + 1}: {e.Message}", e);
        }
    }

    internal static void WriteObject(string path, JsonObject json) => AtomicFile.WriteText(path, json.ToJsonString(Indented) + "\n");
}
