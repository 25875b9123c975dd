using System.Text.Json.Nodes;
using Heed.Models.Architecture;
using Heed.Models.Training;
using Heed.Runs;

namespace Heed.Models.Checkpoints;

/// <summary>
/// A model whose linear maps of the blocks are int8 with a factor a row, as compressed-tensors lays them out ("int-quantized", one scale a channel), which
/// transformers and vLLM load; embeddings, heads and norms stay float32.
/// </summary>
public static class QuantizedModel
{
    private const int ProbeTokens = 256;

    /// <summary>Writes the folder and measures what was lost.</summary>
    public static QuantizationError Write(string source, string output)
    {
        if (Path.GetFullPath(source) == Path.GetFullPath(output)) throw new CheckpointException($"{output} is the folder that is read; name another for what is written.");
        using var model = Decoder.Load(source);
        if (model.Config.Form.Linear == FileOrder.Transposed)
            throw new UnsupportedModelException($"int8 files of {FamilyNames.ModelType(model.Config.Family)}, whose matrices lie transposed; the generator quantizes any family as it loads it", source);
        using var rounded = model.Clone();
        var tensors = new List<SafetensorsWriter.RawTensor>();
        var (lost, whole) = (0.0, 0.0);
        foreach (var parameter in model.Plan.Parameters)
        {
            var numbers = parameter.ToFile(model.Weights[parameter]).ToArray();
            if (!model.Plan.IsBlockMatrix(parameter))
            {
                tensors.Add(new(parameter.Name, "F32", parameter.FileShape, sizeof(float), stream => SafetensorsWriter.WriteNumbers(stream, numbers, SafetensorsType.Float32)));
                continue;
            }
            var rows = RoundedMatrix.Of(numbers, parameter.Rows);
            tensors.Add(new(parameter.Name, "I8", parameter.FileShape, 1, stream => stream.Write(rows.Bytes)));
            tensors.Add(new($"{parameter.Name}_scale", "F32", [parameter.Rows, 1], sizeof(float), stream => SafetensorsWriter.WriteNumbers(stream, rows.Scales, SafetensorsType.Float32)));
            var back = rounded.Weights[parameter];
            rows.Widen(back);
            for (var i = 0; i < back.Length; i++) (lost, whole) = (lost + Math.Pow(back[i] - numbers[i], 2), whole + Math.Pow(numbers[i], 2));
            parameter.FromFile(back);
        }
        Directory.CreateDirectory(output);
        SafetensorsWriter.WriteRaw(Path.Combine(output, WeightShards.Single), tensors);
        HuggingFaceFolder.WriteConfigs(output, model.Config, new CheckpointFormat(), json => json["quantization_config"] = Settings(model.Config));
        CompanionFiles.Copy(source, output);
        ModelCard.Carry(source, output, "Linear maps in int8, by Heed.");
        return new QuantizationError(output, new FileInfo(Path.Combine(output, WeightShards.Single)).Length, Math.Sqrt(lost / whole), model.Config.ScoreHead ? null : Divergence(model, rounded));
    }

    /// <summary>KL(as it was ‖ rounded) in nats a token, over text that the model itself says.</summary>
    private static double Divergence(Decoder model, Decoder rounded)
    {
        using var generator = new Generation.Generator(model);
        var length = Math.Min(ProbeTokens, model.Config.MaxPositions - 1);
        var options = new Generation.SamplingOptions { MaxNewTokens = length };
        var answer = generator.Generate([[model.Config.StartId ?? 0]], options, seed: 1)[0];
        var batch = PackedBatch.Of([[.. answer.Prompt, .. answer.Tokens]]);
        int[] rows = [.. Enumerable.Range(0, batch.Count)];
        double[] before = LogProbs(model, batch, rows), after = LogProbs(rounded, batch, rows);
        return before.Zip(after, (p, q) => Math.Exp(p) * (p - q)).Sum() / rows.Length;
    }

    private static double[] LogProbs(Decoder model, PackedBatch batch, int[] rows)
    {
        using var pass = model.Forward(batch, train: false);
        var logits = pass.Logits(rows);
        var all = new double[logits.Length];
        var vocabulary = model.Config.VocabularySize;
        for (var r = 0; r < rows.Length; r++)
        {
            var row = logits.AsSpan(r * vocabulary, vocabulary);
            double highest = float.NegativeInfinity, sum = 0;
            foreach (var logit in row) highest = Math.Max(highest, logit);
            foreach (var logit in row) sum += Math.Exp(logit - highest);
            for (var v = 0; v < vocabulary; v++) all[r * vocabulary + v] = row[v] - highest - Math.Log(sum);
        }
        return all;
    }

    private static JsonObject Settings(DecoderConfig config) => new()
    {
        ["quant_method"] = "compressed-tensors",
        ["format"] = "int-quantized",
        ["quantization_status"] = "compressed",
        ["ignore"] = new JsonArray(config.ScoreHead ? "score" : config.Form.Head),
        ["config_groups"] = new JsonObject
        {
            ["group_0"] = new JsonObject
            {
                ["targets"] = new JsonArray("Linear"),
                ["weights"] = new JsonObject { ["num_bits"] = 8, ["type"] = "int", ["symmetric"] = true, ["strategy"] = "channel", ["dynamic"] = false },
                ["input_activations"] = null,
                ["output_activations"] = null,
            },
        },
    };
}

/// <param name="Bytes">Of the weights' file.</param>
/// <param name="WeightError">Root mean square of what was lost over that of the weights.</param>
/// <param name="Divergence">KL in nats a token between the model and its rounded self, over text that it says; null for a reward model.</param>
public sealed record QuantizationError(string Folder, long Bytes, double WeightError, double? Divergence);
