using CsCheck;
using Heed.Models.Architecture;
using Heed.Models.Generation;
using Heed.Models.Numerics;
using Heed.Models.Training;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Generation;

[Collection(Alone.Name)]
public sealed class GeneratorTests
{
    private const double Tolerance = 1e-4;

    public static TheoryData<string> Models => [.. RandomModel.All.Select(c => c.Name)];

    /// <summary>Mean gaps allowed on random models, whose distributions are sharper than those of trained ones; the table of docs/generation.md.</summary>
    public static TheoryData<PackedType, CacheType, double> Modes => new()
    {
        { PackedType.Float32, CacheType.Float32, 1e-5 },
        { PackedType.Float32, CacheType.BFloat16, 0.02 },
        { PackedType.Float32, CacheType.Int8, 0.06 },
        { PackedType.BFloat16, CacheType.BFloat16, 0.03 },
        { PackedType.Int8, CacheType.BFloat16, 0.12 },
        { PackedType.W8A8, CacheType.BFloat16, 0.18 },
        { PackedType.W8A8, CacheType.Int8, 0.2 },
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Models))]
    public void Log_probabilities_of_sampled_tokens_are_those_of_the_whole_sequence_from_scratch(string name)
    {
        using var model = new RandomModel(RandomModel.Named(name));
        using var generator = new Generator(model.Plan, model.Weights);
        foreach (var answer in generator.Generate(model.RaggedPrompts(12, 40), new SamplingOptions { MaxNewTokens = 24, Temperature = 0.8 }, seed: 7, cancellation: Cancel))
        {
            Assert.Equal(24, answer.Tokens.Length);
            var expected = model.Naive.LogProbs([.. answer.Prompt, .. answer.Tokens], answer.Prompt.Length, 0.8);
            for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], answer.LogProbs[i], Tolerance);
            Assert.Equal(answer.LogProbs, answer.FilteredLogProbs);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void The_trainer_recomputes_the_log_probabilities_of_the_sampler(string name)
    {
        using var decoder = new Decoder(RandomModel.Named(name));
        using var model = new RandomModel(decoder.Config);
        model.Weights.All.CopyTo(decoder.Weights.All);
        using var generator = new Generator(decoder);
        Gen.Select(Gen.Int[1, 30], Gen.Int[1, 20], Gen.Double[0.3, 2], Gen.ULong).Sample((length, count, temperature, seed) =>
        {
            var options = new SamplingOptions { MaxNewTokens = 16, Temperature = temperature, TopP = seed % 2 == 0 ? 1 : 0.8 };
            var answers = generator.Generate(model.RaggedPrompts(count, length, seed), options, seed, cancellation: Cancel);
            var batch = PackedBatch.Of([.. answers.Select(a => (int[])[.. a.Prompt, .. a.Tokens])]);
            int[] rows = [.. answers.SelectMany((a, s) => Enumerable.Range(batch.Starts[s] + a.Prompt.Length - 1, a.Tokens.Length))];
            using var pass = decoder.Forward(batch, train: false);
            var expected = pass.Evaluate(rows, [.. answers.SelectMany(a => a.Tokens)], (float)temperature).LogProbs;
            Assert.Equal(expected, answers.SelectMany(a => a.LogProbs), (a, b) => Math.Abs(a - b) <= Tolerance);
        }, iter: 20, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Greedy_takes_the_most_probable_token(string name)
    {
        using var model = new RandomModel(RandomModel.Named(name));
        using var generator = new Generator(model.Plan, model.Weights);
        var answer = generator.Generate([[1, 2, 3]], new SamplingOptions { MaxNewTokens = 20, Greedy = true }, seed: 1, cancellation: Cancel)[0];
        var logits = model.Naive.Logits([1, 2, 3, .. answer.Tokens]);
        for (var i = 0; i < answer.Tokens.Length; i++) Assert.True(logits[2 + i].Max() - logits[2 + i][answer.Tokens[i]] < Tolerance);
    }

    [Theory]
    [InlineData("llama", 256, 512, 2, PackedType.Float32, CacheType.Float32)]
    [InlineData("llama", 7, 16, 1, PackedType.BFloat16, CacheType.BFloat16)]
    [InlineData("llama", 3, 3, 3, PackedType.Int8, CacheType.Int8)]
    [InlineData("wide llama", 30, 60, 2, PackedType.W8A8, CacheType.Int8)]
    [InlineData("wide llama", 30, 60, 2, PackedType.BFloat16, CacheType.Float32)]
    [InlineData("odd llama", 16, 40, 2, PackedType.W8A8, CacheType.BFloat16)]
    [InlineData("odd llama", 16, 40, 2, PackedType.Float32, CacheType.Int8)]
    [InlineData("gpt2", 5, 11, 2, PackedType.Int8, CacheType.Float32)]
    public void An_answer_is_the_same_to_the_bit_whatever_is_generated_beside_it(string name, int slots, int rows, int threads, PackedType weights, CacheType cache)
    {
        using var model = new RandomModel(RandomModel.Named(name));
        var options = new SamplingOptions { MaxNewTokens = 29, EndIds = [1, 2, 3], TopK = 20 };
        var prompts = model.RaggedPrompts(60, 35);
        using var alone = new Generator(model.Plan, model.Weights, new GeneratorOptions { Slots = 1, RowsAStep = 64, Weights = weights, Cache = cache, BatchInvariant = true });
        var expected = alone.Generate(prompts, options, seed: 4, cancellation: Cancel);
        using var together = new Generator(model.Plan, model.Weights, new GeneratorOptions { Slots = slots, RowsAStep = rows, Weights = weights, Cache = cache, BatchInvariant = true });
        Completion[] actual = [];
        WithThreads(threads, () => actual = together.Generate(prompts, options, seed: 4, cancellation: Cancel));
        for (var i = 0; i < prompts.Length; i++)
        {
            Assert.Equal(expected[i].Tokens, actual[i].Tokens);
            Assert.Equal(expected[i].LogProbs, actual[i].LogProbs);
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Log_probabilities_stay_within_the_tolerance_of_what_weights_and_cache_are_kept_in(PackedType weights, CacheType cache, double tolerance)
    {
        foreach (var (_, config) in RandomModel.All)
        {
            using var model = new RandomModel(config);
            using var generator = new Generator(model.Plan, model.Weights, new GeneratorOptions { Weights = weights, Cache = cache });
            var answers = generator.Generate(model.RaggedPrompts(20, 30), new SamplingOptions { MaxNewTokens = 24 }, seed: 3, cancellation: Cancel);
            double[] gaps = [.. answers.SelectMany(a => model.Naive.LogProbs([.. a.Prompt, .. a.Tokens], a.Prompt.Length).Zip(a.LogProbs, (x, y) => Math.Abs(x - y)))];
            Assert.InRange(gaps.Average(), 0, tolerance);
            Assert.InRange(gaps.Max(), 0, 20 * tolerance);
        }
    }

    [Fact]
    public void Hundreds_of_ragged_prompts_pass_through_a_few_slots()
    {
        using var model = new RandomModel(RandomModel.Llama);
        using var generator = new Generator(model.Plan, model.Weights, new GeneratorOptions { Slots = 9, RowsAStep = 20 });
        var prompts = model.RaggedPrompts(400, 50);
        var answers = generator.Generate(prompts, new SamplingOptions { MaxNewTokens = 40, EndIds = [.. Enumerable.Range(0, 4)] }, seed: 2, cancellation: Cancel);
        Assert.Equal(prompts, answers.Select(a => a.Prompt));
        Assert.All(answers, a => Assert.Equal(a.Ended, a.Tokens[^1] < 4));
        Assert.All(answers, a => Assert.True(a.Ended || a.Tokens.Length == 40));
        Assert.All(answers, a => Assert.DoesNotContain(a.Tokens[..^1], t => t < 4));
        Assert.True(answers.Select(a => a.Tokens.Length).Distinct().Count() > 20);
    }

    [Fact]
    public void Several_answers_to_a_prompt_are_those_of_as_many_single_requests()
    {
        using var model = new RandomModel(RandomModel.Llama);
        using var generator = new Generator(model.Plan, model.Weights, new GeneratorOptions { Slots = 6, RowsAStep = 30 });
        int[][] prompts = [[.. Enumerable.Range(0, 16)], [.. Enumerable.Range(3, 33)], [7]];      // a whole page, two and one more, one token
        var options = new SamplingOptions { MaxNewTokens = 20, EndIds = [0] };
        var shared = generator.Generate(prompts, options, seed: 3, answersAPrompt: 8, Cancel);
        Assert.Equal(24, shared.Length);
        for (var i = 0; i < shared.Length; i++)
        {
            var single = generator.Generate([new GenerationRequest(prompts[i / 8], options, new SeededRandom(3, "generation", i))], cancellation: Cancel)[0];
            Assert.Equal(single.Tokens, shared[i].Tokens);
            Assert.Equal(single.LogProbs, shared[i].LogProbs);
        }
        Assert.True(shared.Take(8).Select(a => string.Join(' ', a.Tokens)).Distinct().Count() > 1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_others()
    {
        using var model = new RandomModel(RandomModel.Llama);
        using var generator = new Generator(model.Plan, model.Weights);
        var prompts = model.RaggedPrompts(30, 20);
        float[][] Run(ulong seed) => [.. generator.Generate(prompts, new SamplingOptions { MaxNewTokens = 20 }, seed, cancellation: Cancel).Select(a => a.LogProbs)];
        Assert.Equal(Run(1), Run(1));
        Assert.NotEqual(Run(1), Run(2));
    }

    [Fact]
    public void Refreshed_weights_are_used_and_others_are_not()
    {
        using var model = new RandomModel(RandomModel.Llama);
        using var other = new RandomModel(RandomModel.Llama, seed: 2);
        using var generator = new Generator(model.Plan, model.Weights);
        int[] Run(Generator g) => g.Generate([[5, 6]], new SamplingOptions { MaxNewTokens = 30, Greedy = true }, seed: 1, cancellation: Cancel)[0].Tokens;
        var before = Run(generator);
        other.Weights.All.CopyTo(model.Weights.All);
        Assert.Equal(before, Run(generator));
        generator.Refresh();
        using var fresh = new Generator(other.Plan, other.Weights);
        Assert.Equal(Run(fresh), Run(generator));
        Assert.NotEqual(before, Run(generator));
    }

    [Fact]
    public void Sampled_tokens_come_as_often_as_the_model_says()
    {
        using var model = new RandomModel(RandomModel.Llama);
        using var generator = new Generator(model.Plan, model.Weights);
        const int draws = 20_000;
        var first = generator.Generate([[4, 9, 2]], new SamplingOptions { MaxNewTokens = 1 }, seed: 8, answersAPrompt: draws, Cancel);
        var p = NaiveDecoder.LogSoftmax(model.Naive.Logits([4, 9, 2])[^1]).Select(Math.Exp).ToArray();
        var counts = new int[p.Length];
        foreach (var answer in first) counts[answer.Tokens[0]]++;
        var cells = counts.Zip(p).Where(c => c.Second * draws >= 5).ToList();
        var statistic = cells.Sum(c => Math.Pow(c.First - c.Second * draws, 2) / (c.Second * draws));
        Assert.InRange(statistic, 0, cells.Count + 5 * Math.Sqrt(2 * cells.Count));
    }

    private static void WithThreads(int threads, Action body)
    {
        var before = ThreadTeam.Threads;
        ThreadTeam.Threads = threads;
        try
        {
            body();
        }
        finally
        {
            ThreadTeam.Threads = before;
        }
    }
}
