using System.Text.Json.Nodes;
using Heed.Runs;

namespace Heed.Models.Checkpoints.Gguf;

/// <summary>
/// Llama 3's scaling from the divisors it gives. A pair on the ramp tells the original length (with the factors 1 and 4 that all published
/// models have); where none is, any length between the stretched and the kept pairs gives the same divisors.
/// </summary>
internal static class GgufRope
{
    private const double Low = 1, High = 4;

    public static JsonObject Llama3(string path, float[] divisors, double @base, int width, int positions)
    {
        double factor = divisors.Max();
        double Wave(int i) => 2 * Math.PI * Math.Pow(@base, 2.0 * i / width);
        var ramp = Enumerable.Range(0, divisors.Length).Where(i => divisors[i] > 1 && divisors[i] < factor).ToList();
        // 1/divisor = (1-kept)/factor + kept, kept = (original/wave - 1)/3
        double Original(int i) => Wave(i) * (Low + (High - Low) * (1 / (double)divisors[i] - 1 / factor) / (1 - 1 / factor));
        var kept = Enumerable.Range(0, divisors.Length).Where(i => divisors[i] == 1).Select(Wave).DefaultIfEmpty(0).Max();
        var original = ramp.Count > 0 ? (int)Math.Round(Original(ramp[^1])) : (int)Math.Ceiling(kept * High + 1);
        var json = new JsonObject
        {
            ["rope_type"] = "llama3",
            ["factor"] = double.Parse(((float)factor).ToString("R")),
            ["low_freq_factor"] = Low,
            ["high_freq_factor"] = High,
            ["original_max_position_embeddings"] = Math.Clamp(original, 1, int.MaxValue),
        };
        var again = new GgufConfig(new JsonObject { ["model_type"] = "llama", ["rope_parameters"] = With(json, @base), ["head_dim"] = width, ["max_position_embeddings"] = positions }, path).RopeDivisors()!;
        for (var i = 0; i < divisors.Length; i++)
            if (Math.Abs(again[i] - divisors[i]) > 1e-4 * divisors[i])
                throw new CheckpointException($"{path}: rope_freqs.weight does not follow Llama 3's rule (pair {i}: {divisors[i]}, expected {again[i]}); other rules are not read.");
        return json;
    }

    private static JsonObject With(JsonObject scaling, double @base)
    {
        var parameters = scaling.DeepClone().AsObject();
        parameters["rope_theta"] = @base;
        return parameters;
    }
}
