using System.Text.Json.Nodes;
using Heed.Models.Generation;
using Heed.Models.Generation.Sampling;
using Heed.Testing;
using Xunit;

namespace Heed.Models.Tests.Generation.Sampling;

/// <summary>Logits through the chain of options against Hugging Face's generate (golden/sampling).</summary>
[Trait("Kind", "Golden")]
public sealed class SamplingGoldenTests
{
    private const double Tolerance = 1e-5;

    private static readonly JsonObject? File = Load();

    public static TheoryData<int, string> Cases => Names("cases", c => $"{c["vector"]} {c["options"]!.ToJsonString()}");

    public static TheoryData<int, string> Penalties =>
        Names("openai_penalties", c => $"{c["vector"]} frequency {c["frequency_penalty"]} presence {c["presence_penalty"]}");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Options_leave_the_probabilities_that_generate_leaves(int index, string name)
    {
        var node = Case("cases", index, name);
        var options = Options(node["options"]!.AsObject());
        var history = Integers(File!["history"]);
        var row = Process(Vector(node), options, history, history.Length);
        if (node["undefined"] is not null)
        {
            Assert.All(row, x => Assert.Equal(float.NegativeInfinity, x));
            return;
        }
        if (node["order_dependent"] is not null)                        // of equal logits at an edge either may stay: how many and how probable is the same
        {
            NearInAnyOrder(node["probabilities"], row);
            return;
        }
        Assert.Equal(Integers(node["kept"]), Enumerable.Range(0, row.Length).Where(i => row[i] > float.NegativeInfinity));
        Near(node["probabilities"], row);
    }

    [Theory]
    [MemberData(nameof(Penalties))]
    public void Frequency_and_presence_count_over_the_answer_only(int index, string name)
    {
        var node = Case("openai_penalties", index, name);
        var options = new SamplingOptions
        {
            FrequencyPenalty = GoldenCase.Number(node["frequency_penalty"]),
            PresencePenalty = GoldenCase.Number(node["presence_penalty"]),
        };
        var prompt = Integers(node["prompt"]);
        Near(node["probabilities"], Process(Vector(node), options, [.. prompt, .. Integers(node["output"])], prompt.Length));
    }

    private static float[] Process(float[] row, SamplingOptions options, int[] tokens, int promptLength)
    {
        Assert.Empty(options.Problems());
        var chain = new SamplingChain(options);
        chain.Adjust(row, new SequenceSoFar(tokens, promptLength));
        RowMath.Scale(row, chain.InverseTemperature);
        if (row.Max() > float.NegativeInfinity) chain.Filter(row, new RowScratch());
        return row;
    }

    private static void Near(JsonNode? expected, float[] row) => Near(GoldenCase.Flat(expected), Probabilities(row));

    private static void NearInAnyOrder(JsonNode? expected, float[] row) =>
        Near([.. GoldenCase.Flat(expected).Order()], [.. Probabilities(row).Order()]);

    private static void Near(double[] want, double[] got)
    {
        for (var i = 0; i < want.Length; i++) Assert.Equal(want[i], got[i], Tolerance);
    }

    private static double[] Probabilities(float[] row)
    {
        var weights = Array.ConvertAll(row, x => Math.Exp((double)x - row.Max()));
        return Array.ConvertAll(weights, w => w / weights.Sum());
    }

    private static SamplingOptions Options(JsonObject node)
    {
        var options = new SamplingOptions();
        foreach (var (key, value) in node)
            options = key switch
            {
                "temperature" => options with { Temperature = GoldenCase.Number(value) },
                "top_k" => options with { TopK = (int)value! },
                "top_p" => options with { TopP = GoldenCase.Number(value) },
                "top_h" => options with { TopH = GoldenCase.Number(value) },
                "min_p" => options with { MinP = GoldenCase.Number(value) },
                "typical_p" => options with { TypicalP = GoldenCase.Number(value) },
                "epsilon_cutoff" => options with { EpsilonCutoff = GoldenCase.Number(value) },
                "eta_cutoff" => options with { EtaCutoff = GoldenCase.Number(value) },
                "repetition_penalty" => options with { RepetitionPenalty = GoldenCase.Number(value) },
                "no_repeat_ngram_size" => options with { NoRepeatNgramSize = (int)value! },
                "suppress_tokens" => options with { SuppressTokens = Integers(value) },
                "bad_words_ids" => options with { BadWords = [.. value!.AsArray().Select(Integers)] },
                _ => Skip(key),
            };
        return options;
    }

    private static SamplingOptions Skip(string option)
    {
        Assert.Skip($"sampling option {option} is not implemented");
        return new SamplingOptions();
    }

    private static JsonObject Case(string list, int index, string name)
    {
        Assert.SkipWhen(name == Golden.Absent, $"no {list} in golden/sampling");
        return File![list]!.AsArray()[index]!.AsObject();
    }

    private static float[] Vector(JsonObject node) =>
        Array.ConvertAll(GoldenCase.Flat(File!["vectors"]![(string)node["vector"]!]), x => (float)x);

    private static int[] Integers(JsonNode? node) => [.. node!.AsArray().Select(n => (int)n!)];

    private static TheoryData<int, string> Names(string list, Func<JsonObject, string> name)
    {
        var data = new TheoryData<int, string>();
        var cases = File?[list]?.AsArray() ?? [];
        for (var i = 0; i < cases.Count; i++) data.Add(i, name(cases[i]!.AsObject()));
        if (data.Count == 0) data.Add(0, Golden.Absent);
        return data;
    }

    private static JsonObject? Load()
    {
        var path = Golden.Folder is { } folder ? Path.Combine(folder, "sampling", "cases.json") : null;
        return System.IO.File.Exists(path) ? JsonNode.Parse(System.IO.File.ReadAllText(path))!.AsObject() : null;
    }
}
