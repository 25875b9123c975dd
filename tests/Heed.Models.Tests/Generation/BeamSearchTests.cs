using Heed.Models.Generation;
using Heed.Models.Generation.Beams;
using Xunit;

namespace Heed.Models.Tests.Generation;

public sealed class BeamSearchTests
{
    private const double Tolerance = 1e-4;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void With_a_beam_for_every_answer_the_best_answer_of_all_is_found()
    {
        using var model = new RandomModel(RandomModel.Llama with { VocabularySize = 6 });
        using var generator = new Generator(model.Plan, model.Weights);
        var found = generator.Search([1, 2], new SamplingOptions { MaxNewTokens = 3 }, new BeamOptions { Beams = 6 * 6 * 6 }, Cancel);
        var all = from a in Enumerable.Range(0, 6)
                  from b in Enumerable.Range(0, 6)
                  from c in Enumerable.Range(0, 6)
                  select (Tokens: new[] { a, b, c }, Score: model.Naive.LogProbs([1, 2, a, b, c], 2).Sum() / 3);
        var best = all.OrderByDescending(x => x.Score).Take(20).ToList();
        for (var i = 0; i < best.Count; i++) Assert.Equal(best[i].Score, found[i].Score, Tolerance);
        Assert.Equal(best[0].Tokens, found[0].Tokens);
    }

    [Fact]
    public void One_beam_is_greedy_search()
    {
        using var model = new RandomModel(RandomModel.Llama);
        using var generator = new Generator(model.Plan, model.Weights);
        var options = new SamplingOptions { MaxNewTokens = 40, Greedy = true };
        foreach (var prompt in model.RaggedPrompts(5, 30))
            Assert.Equal(generator.Generate([prompt], options, seed: 1, cancellation: Cancel)[0].Tokens, generator.Search(prompt, options, new BeamOptions { Beams = 1 }, Cancel)[0].Tokens);
    }

    [Fact]
    public void A_finished_answer_scores_its_mean_log_probability_and_answers_come_best_first()
    {
        using var model = new RandomModel(RandomModel.Llama);
        using var generator = new Generator(model.Plan, model.Weights);
        int[] prompt = [.. Enumerable.Range(0, 18)];
        var found = generator.Search(prompt, new SamplingOptions { MaxNewTokens = 30, EndIds = [.. Enumerable.Range(0, 8)] }, new BeamOptions { Beams = 5 }, Cancel);
        foreach (var answer in found)
            Assert.Equal(model.Naive.LogProbs([.. prompt, .. answer.Tokens], prompt.Length).Average(), answer.Score, Tolerance);
        Assert.Equal(found.OrderByDescending(a => a.Score), found);
        Assert.Contains(found, a => a.Ended && a.Tokens[^1] < 8);
    }

    [Fact]
    public void Beams_that_do_not_fit_are_refused_with_what_they_need()
    {
        using var model = new RandomModel(RandomModel.Llama);
        using var generator = new Generator(model.Plan, model.Weights, new GeneratorOptions { CacheBytes = 10_000 });
        var error = Assert.Throws<CacheTooSmallException>(() => generator.Search([1], new SamplingOptions { MaxNewTokens = 40 }, new BeamOptions(), Cancel));
        Assert.True(error.Needed > error.Allowed);
    }

    [Theory]
    [InlineData(0, "beams")]
    [InlineData(1000, "beams")]
    public void A_number_of_beams_out_of_range_is_named(int beams, string named)
    {
        using var model = new RandomModel(RandomModel.Llama);
        using var generator = new Generator(model.Plan, model.Weights);
        var error = Assert.Throws<InvalidRequestException>(() => generator.Search([1], new SamplingOptions { MaxNewTokens = 9 }, new BeamOptions { Beams = beams }, Cancel));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }
}
