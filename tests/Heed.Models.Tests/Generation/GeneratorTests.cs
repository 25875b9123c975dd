using Heed.Models.Generation;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Generation;

public sealed class GeneratorTests
{
    private const double Tolerance = 1e-4;

    public static TheoryData<string> Models => [.. RandomModel.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Log_probabilities_of_sampled_tokens_are_those_of_the_whole_sequence_from_scratch(string name)
    {
        using var model = new RandomModel(RandomModel.Named(name));
        using var generator = new Generator(model.Plan, model.Weights);
        var prompts = RaggedPrompts(model, 12, 40);
        foreach (var answer in generator.Generate(prompts, new SamplingOptions { MaxNewTokens = 24, Temperature = 0.8 }, seed: 7, cancellation: TestContext.Current.CancellationToken))
        {
            Assert.Equal(24, answer.Tokens.Length);
            var expected = model.Naive.LogProbs([.. answer.Prompt, .. answer.Tokens], answer.Prompt.Length, 0.8);
            for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], answer.LogProbs[i], Tolerance);
            Assert.Equal(answer.LogProbs, answer.FilteredLogProbs);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Greedy_takes_the_most_probable_token(string name)
    {
        using var model = new RandomModel(RandomModel.Named(name));
        using var generator = new Generator(model.Plan, model.Weights);
        var answer = generator.Generate([[1, 2, 3]], new SamplingOptions { MaxNewTokens = 20, Greedy = true }, seed: 1, cancellation: TestContext.Current.CancellationToken)[0];
        var logits = model.Naive.Logits([1, 2, 3, .. answer.Tokens]);
        for (var i = 0; i < answer.Tokens.Length; i++) Assert.True(logits[2 + i].Max() - logits[2 + i][answer.Tokens[i]] < Tolerance);
    }

    private static int[][] RaggedPrompts(RandomModel model, int count, int longest)
    {
        var random = new SeededRandom(3, "prompts");
        return [.. Enumerable.Range(0, count).Select(_ => model.Prompt(random, random.Next(1, longest + 1)))];
    }
}
