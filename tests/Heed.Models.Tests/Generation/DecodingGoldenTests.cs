using System.Text.Json.Nodes;
using Heed.Models.Generation;
using Heed.Models.Generation.Beams;
using Heed.Models.Tests.Checkpoints;
using Heed.Testing;
using Xunit;

namespace Heed.Models.Tests.Generation;

/// <summary>Greedy answers of transformers' own generate, token for token (golden/models, decoding; golden/trained).</summary>
[Trait("Kind", "Golden")]
public sealed class DecodingGoldenTests
{
    private const double Tolerance = 1e-4;

    public static TheoryData<string, string> Runs
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var row in GoldenModels.Having("decoding"))
                if (row.Data == Golden.Absent) data.Add(Golden.Absent, "");
                else
                    foreach (var (run, _) in Decoding(GoldenModels.Folder(row.Data))["runs"]!.AsObject()) data.Add(row.Data, run);
            return data;
        }
    }

    public static TheoryData<string> Models => GoldenModels.Having("decoding");

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_run_of_generate_gives_the_same_tokens(string model, string run)
    {
        var folder = GoldenModels.Folder(model);
        var node = Decoding(folder)["runs"]![run]!;
        var options = Options(node["options"]!.AsObject());
        using var decoder = GoldenModels.Load(folder);
        using var generator = new Generator(decoder);
        foreach (var row in node["rows"]!.AsArray())
            if (node["options"]!["num_beams"] is { } beams) CheckBeams(generator, options, new BeamOptions { Beams = (int)beams }, row!);
            else Check(generator, options, row!);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Prompts_generated_together_give_what_each_gives_alone(string model)
    {
        var folder = GoldenModels.Folder(model);
        var decoding = Decoding(folder);
        using var decoder = GoldenModels.Load(folder);
        using var generator = new Generator(decoder);
        var answers = generator.Generate(GoldenModels.Rows(decoding["prompts"]), Options([]), seed: 1, cancellation: TestContext.Current.CancellationToken);
        // Where a padded batch changes an answer (frequencies of its longest row), ours stays what the prompt alone gives.
        var expected = GoldenModels.Rows(decoding["batched_greedy_left_padded"]);
        for (var i = 0; i < expected.Length; i++)
            if (!(bool)decoding["batched_equals_alone"]![i]!) expected[i] = Integers(decoding["runs"]!["greedy"]!["rows"]![i]!["new_ids"]);
        Assert.Equal(expected, answers.Select(a => a.Tokens));
    }

    [Fact]
    public void A_trained_model_says_what_it_says_elsewhere()
    {
        var folder = Path.Combine(Golden.Folder ?? "", "trained");
        Assert.SkipUnless(File.Exists(Path.Combine(folder, "reference.json")), "no golden/trained");
        using var decoder = GoldenModels.Load(folder);
        using var generator = new Generator(decoder);
        foreach (var row in GoldenModels.Reference(folder)["greedy"]!.AsArray())
            Check(generator, Options([]) with { MaxNewTokens = row!["new_ids"]!.AsArray().Count }, row!, "prompt_ids");
    }

    private static void Check(Generator generator, SamplingOptions options, JsonNode row, string prompt = "prompt")
    {
        var answer = generator.Generate([Integers(row[prompt])], options, seed: 1, cancellation: TestContext.Current.CancellationToken)[0];
        Assert.Equal(Integers(row["new_ids"]), answer.Tokens);
        Near(row["logprobs"], answer.LogProbs);
        Near(row["logprobs_after_processors"] ?? row["logprobs"], answer.FilteredLogProbs);
    }

    private static void CheckBeams(Generator generator, SamplingOptions options, BeamOptions beams, JsonNode row)
    {
        var best = generator.Search(Integers(row["prompt"]), options, beams, TestContext.Current.CancellationToken)[0];
        Assert.Equal(Integers(row["new_ids"]), best.Tokens);
        Assert.Equal(GoldenCase.Number(row["sequence_score"]), best.Score, Tolerance);
    }

    private static void Near(JsonNode? expected, float[] actual)
    {
        var want = GoldenCase.Flat(expected);
        Assert.Equal(want.Length, actual.Length);
        for (var i = 0; i < want.Length; i++) Assert.Equal(want[i], actual[i], Tolerance);
    }

    private static SamplingOptions Options(JsonObject node)
    {
        var options = new SamplingOptions { Greedy = true, MaxNewTokens = 24 };
        foreach (var (key, value) in node)
            options = key switch
            {
                "num_beams" => options,
                "max_new_tokens" => options with { MaxNewTokens = (int)value! },
                "min_new_tokens" => options with { MinNewTokens = (int)value! },
                "eos_token_id" => options with { EndIds = value is JsonArray ids ? Integers(ids) : [(int)value!] },
                "repetition_penalty" => options with { RepetitionPenalty = (double)value! },
                "suppress_tokens" => options with { SuppressTokens = Integers(value) },
                "bad_words_ids" => options with { BadWords = GoldenModels.Rows(value) },
                "no_repeat_ngram_size" => options with { NoRepeatNgramSize = (int)value! },
                _ => Skip(key),
            };
        return options;
    }

    private static SamplingOptions Skip(string option)
    {
        Assert.Skip($"not implemented yet: generate's {option}");
        return new SamplingOptions();
    }

    private static JsonNode Decoding(string folder) => GoldenModels.Reference(folder)["decoding"]!;

    private static int[] Integers(JsonNode? node) => [.. node!.AsArray().Select(n => (int)n!)];
}
