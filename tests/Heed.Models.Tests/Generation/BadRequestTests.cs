using Heed.Models.Generation;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Generation;

public sealed class BadRequestTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(new int[0], 5, "empty")]
    [InlineData(new[] { 1, 50 }, 5, "token 50")]
    [InlineData(new[] { 1, -1 }, 5, "token -1")]
    [InlineData(new[] { 1 }, 96, "96 positions")]
    [InlineData(new[] { 1 }, 0, "max_new_tokens")]
    public void A_request_that_cannot_be_is_refused_before_anything_runs(int[] prompt, int newTokens, string named)
    {
        using var model = new RandomModel(RandomModel.Llama);
        using var generator = new Generator(model.Plan, model.Weights);
        var error = Assert.Throws<InvalidRequestException>(() =>
            generator.Generate([[1], prompt], new SamplingOptions { MaxNewTokens = newTokens }, seed: 1, cancellation: Cancel));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, error.ExitCode);
    }

    [Fact]
    public void Every_setting_out_of_range_is_named()
    {
        var options = new SamplingOptions
        {
            Temperature = 0,
            TopK = -1,
            TopP = 0,
            TypicalP = 2,
            TopH = 0,
            MinP = -1,
            EpsilonCutoff = 1,
            EtaCutoff = double.NaN,
            RepetitionPenalty = 0,
            NoRepeatNgramSize = -1,
            BadWords = [[]],
            StopStrings = [""],
            MaxNewTokens = 3,
            MinNewTokens = 4,
        };
        Assert.Equal(
            ["temperature", "top_k", "top_p", "typical_p", "top_h", "min_p", "epsilon_cutoff", "eta_cutoff", "repetition_penalty", "no_repeat_ngram_size", "bad_words", "stop_strings", "min_new_tokens"],
            options.Problems().Select(p => p.Path));
        Assert.Empty(new SamplingOptions().Problems());
    }

    [Fact]
    public void Stop_strings_without_a_tokenizer_are_refused()
    {
        using var model = new RandomModel(RandomModel.Llama);
        using var generator = new Generator(model.Plan, model.Weights);
        Assert.Throws<InvalidRequestException>(() => generator.Generate([[1]], new SamplingOptions { StopStrings = ["."], MaxNewTokens = 5 }, seed: 1, cancellation: Cancel));
    }

    [Fact]
    public void A_cache_beyond_the_bytes_allowed_is_refused_with_the_size_it_would_need()
    {
        using var model = new RandomModel(RandomModel.Llama);
        // A page: 2 layers · 2 heads · (8·16 keys + 16·16 values) · 4 bytes = 6144; 40 + 50 positions need 6 pages, and the prompt's last one a copy.
        using var generator = new Generator(model.Plan, model.Weights, new GeneratorOptions { CacheBytes = 6 * 6144 });
        var error = Assert.Throws<CacheTooSmallException>(() => generator.Generate([new int[40]], new SamplingOptions { MaxNewTokens = 50 }, seed: 1, cancellation: Cancel));
        Assert.Equal((7 * 6144, ExitCode.Resources), (error.Needed, error.ExitCode));
        Assert.Single(generator.Generate([new int[30]], new SamplingOptions { MaxNewTokens = 50 }, seed: 1, cancellation: Cancel));
    }

    [Fact]
    public void A_small_cache_only_makes_fewer_answers_at_once()
    {
        using var model = new RandomModel(RandomModel.Llama);
        using var small = new Generator(model.Plan, model.Weights, new GeneratorOptions { CacheBytes = 13 * 6144 });
        using var large = new Generator(model.Plan, model.Weights);
        var (prompts, options) = (model.RaggedPrompts(40, 30), new SamplingOptions { MaxNewTokens = 30, EndIds = [0, 1] });
        Assert.Equal(
            large.Generate(prompts, options, seed: 1, answersAPrompt: 3, Cancel).Select(a => a.Tokens),
            small.Generate(prompts, options, seed: 1, answersAPrompt: 3, Cancel).Select(a => a.Tokens));
    }

    [Fact]
    public void Broken_weights_are_named_and_mended_ones_work_again()
    {
        using var model = new RandomModel(RandomModel.Llama);
        using var generator = new Generator(model.Plan, model.Weights);
        Completion[] Run() => generator.Generate(model.RaggedPrompts(20, 10), new SamplingOptions { MaxNewTokens = 10 }, seed: 1, cancellation: Cancel);
        var expected = Run().Select(a => a.LogProbs).ToArray();
        var good = model.Weights.All.ToArray();
        model.Weights.All.Fill(float.NaN);
        generator.Refresh();
        Assert.Equal(ExitCode.Diverged, Assert.Throws<NonFiniteLogitsException>(Run).ExitCode);
        good.CopyTo(model.Weights.All);
        generator.Refresh();
        Assert.Equal(expected, Run().Select(a => a.LogProbs));
    }

    [Fact]
    public void A_model_without_a_language_head_is_refused()
    {
        using var model = new RandomModel(RandomModel.OddLlama with { ScoreHead = true });
        Assert.Throws<ArgumentException>(() => new Generator(model.Plan, model.Weights));
    }
}
