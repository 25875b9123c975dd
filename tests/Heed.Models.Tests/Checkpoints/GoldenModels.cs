using System.Text.Json.Nodes;
using Heed.Models.Architecture;
using Heed.Models.Checkpoints;
using Heed.Models.Training;
using Heed.Testing;
using Xunit;

namespace Heed.Models.Tests.Checkpoints;

/// <summary>The model folders of golden/models with what transformers computed for them.</summary>
internal static class GoldenModels
{
    /// <summary>Folders whose reference holds a key, and which hold a file; their names as theory data.</summary>
    public static TheoryData<string> Having(string key, string file = "config.json")
    {
        var names = Folders().Where(f => Reference(f)[key] is not null && File.Exists(Path.Combine(f, file))).Select(f => Path.GetFileName(f)!).ToList();
        return [.. names.Count > 0 ? names : [Golden.Absent]];
    }

    public static string Folder(string name)
    {
        Assert.SkipWhen(name == Golden.Absent, "no such case in golden/models");
        return Path.Combine(Golden.Folder!, "models", name);
    }

    public static JsonObject Reference(string folder) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "reference.json")))!.AsObject();

    public static SafetensorsReader Tensors(string folder) => new(Path.Combine(folder, "reference.safetensors"));

    /// <summary>The model of a folder; skips the test by the name of what Heed does not implement.</summary>
    public static Decoder Load(string folder)
    {
        try
        {
            return Decoder.Load(folder);
        }
        catch (UnsupportedModelException e)
        {
            Assert.Skip($"not implemented yet: {e.Feature}");
            throw;
        }
    }

    public static int[][] Rows(JsonNode? node) => [.. node!.AsArray().Select(row => row!.AsArray().Select(id => (int)id!).ToArray())];

    /// <summary>Rows and targets of every prediction inside a sequence.</summary>
    public static (int[] Rows, int[] Targets) Predictions(PackedBatch batch)
    {
        var rows = Enumerable.Range(0, batch.Count).Where(i => !batch.Starts.Contains(i + 1)).ToArray();
        return (rows, Array.ConvertAll(rows, r => batch.Tokens[r + 1]));
    }

    /// <summary>2-norms of a model's gradients against those of the reference, within a relative tolerance.</summary>
    public static void CheckNorms(Decoder model, JsonNode expected, double relative)
    {
        foreach (var (name, norm) in expected.AsObject())
        {
            var actual = Norm(model.Gradients[Named(model, name)]);
            Assert.True(Math.Abs(actual - (double)norm!) <= relative * (double)norm! + 1e-6, $"{name}: expected a gradient of norm {(double)norm!:R}, got {actual:R}");
        }
        Assert.Equal(expected.AsObject().Count, model.Plan.Parameters.Count);
    }

    public static double Norm(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var v in values) sum += (double)v * v;
        return Math.Sqrt(sum);
    }

    /// <summary>A parameter's gradient in the order of the file.</summary>
    public static float[] GradientInFileOrder(Decoder model, string name)
    {
        var parameter = Named(model, name);
        return parameter.ToFile(model.Gradients[parameter]).ToArray();
    }

    /// <summary>A parameter by its name in transformers' model; GPT-NeoX's head has another in the file.</summary>
    private static Parameter Named(Decoder model, string name) => model.Plan.Parameters.FirstOrDefault(p => p.Name == name)
        ?? model.Plan.Parameters.Single(p => name == "lm_head.weight" && p.Name == "embed_out.weight");

    /// <summary>Two configs written out are the same text.</summary>
    public static void Same(DecoderConfig expected, DecoderConfig actual)
    {
        Assert.Equal(HuggingFaceConfig.Write(expected).ToJsonString(), HuggingFaceConfig.Write(actual).ToJsonString());
        Assert.Equal(expected.MeanPooled, actual.MeanPooled);
    }

    /// <summary>The rows as one padded batch has them: frequencies that depend on the length are those of the longest row.</summary>
    public static PackedBatch Padded(int[][] rows) => PackedBatch.Of(rows, span: rows.Max(r => r.Length));

    public static void Near(IReadOnlyList<float> expected, ReadOnlySpan<float> actual, double tolerance, string what)
    {
        Assert.Equal(expected.Count, actual.Length);
        for (var i = 0; i < expected.Count; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{what}[{i}]: expected {expected[i]:R}, got {actual[i]:R}");
    }

    private static IEnumerable<string> Folders() => Golden.Folder is { } golden && Directory.Exists(Path.Combine(golden, "models"))
        ? Directory.EnumerateDirectories(Path.Combine(golden, "models")).Where(f => File.Exists(Path.Combine(f, "reference.json"))).Order(StringComparer.Ordinal)
        : [];
}
