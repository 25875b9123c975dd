using Heed.Models.Generation;
using Heed.Models.Generation.Sampling;
using Heed.Models.Generation.Speculation;
using Heed.Models.Training;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Generation;

public sealed class SpeculationTests
{
    private const double Tolerance = 1e-4;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Greedy_answers_are_those_of_one_token_at_a_time(bool draft)
    {
        using var model = new RandomModel(RandomModel.Llama);
        using var guesser = Draft(model, noise: 0.1f);
        var options = new SamplingOptions { MaxNewTokens = 50, Greedy = true, EndIds = [3] };
        var prompts = model.RaggedPrompts(20, 40);
        using var plain = new Generator(model.Plan, model.Weights);
        using var ahead = new Generator(model.Plan, model.Weights, new GeneratorOptions
        {
            Slots = 7,
            RowsAStep = 40,
            Speculation = new SpeculationOptions { Draft = draft ? guesser : null, LongestMatch = 1 },
        });
        var (expected, actual) = (plain.Generate(prompts, options, seed: 1, cancellation: Cancel), ahead.Generate(prompts, options, seed: 1, cancellation: Cancel));
        Assert.Equal(expected.Select(a => a.Tokens), actual.Select(a => a.Tokens));
        Assert.Equal(expected.Select(a => a.LogProbs), actual.Select(a => a.LogProbs));
        Assert.InRange(actual.Sum(a => a.GuessedRight), 30, actual.Sum(a => a.Guessed) - 1);
    }

    [Theory]
    [InlineData(false, 1.0, 1.0)]
    [InlineData(true, 1.0, 1.0)]
    [InlineData(true, 1.5, 0.9)]
    public void Sampled_answers_come_from_the_models_distribution(bool draft, double temperature, double topP)
    {
        using var model = new RandomModel(RandomModel.Llama with { VocabularySize = 5 }, scale: 1);
        using var guesser = Draft(model, noise: 0.3f);
        using var generator = new Generator(model.Plan, model.Weights, new GeneratorOptions { Speculation = new SpeculationOptions { Draft = draft ? guesser : null, LongestMatch = 1, Ahead = 3 } });
        const int answers = 20_000;
        var options = new SamplingOptions { MaxNewTokens = 4, Temperature = temperature, TopP = topP };
        int[] prompt = [1, 2, 1, 3, 1];
        var counts = new double[5 * 5 * 5];
        var (judged, right) = (0, 0);
        foreach (var answer in generator.Generate([prompt], options, seed: 5, answersAPrompt: answers, Cancel))
        {
            counts[(answer.Tokens[1] * 5 + answer.Tokens[2]) * 5 + answer.Tokens[3]]++;      // those that guesses lead to
            (judged, right) = (judged + answer.Guessed, right + answer.GuessedRight);
        }
        var expected = Triples(model, prompt, options);
        var cells = counts.Zip(expected).Where(c => c.Second * answers >= 5).ToList();
        var statistic = cells.Sum(c => Math.Pow(c.First - c.Second * answers, 2) / (c.Second * answers));
        Assert.InRange(statistic, 0, cells.Count + 5 * Math.Sqrt(2 * cells.Count));          // five standard deviations of the chi-square
        Assert.InRange(right, answers / 10, judged);
    }

    [Fact]
    public void An_answer_does_not_depend_on_what_is_guessed_beside_it_and_its_log_probabilities_are_the_models()
    {
        using var model = new RandomModel(RandomModel.Llama);
        using var guesser = Draft(model, noise: 0.2f);
        var speculation = new SpeculationOptions { Draft = guesser, Ahead = 5 };
        var options = new SamplingOptions { MaxNewTokens = 30, EndIds = [1, 2], TopK = 20, RepetitionPenalty = 1.2 };
        var prompts = model.RaggedPrompts(40, 35);
        using var alone = new Generator(model.Plan, model.Weights, new GeneratorOptions { Slots = 1, RowsAStep = 64, Speculation = speculation });
        using var together = new Generator(model.Plan, model.Weights, new GeneratorOptions { Speculation = speculation });
        var (expected, actual) = (alone.Generate(prompts, options, seed: 4, cancellation: Cancel), together.Generate(prompts, options, seed: 4, cancellation: Cancel));
        Assert.Equal(expected.Select(a => a.Tokens), actual.Select(a => a.Tokens));
        foreach (var answer in actual)
        {
            var whole = model.Naive.LogProbs([.. answer.Prompt, .. answer.Tokens], answer.Prompt.Length);
            for (var i = 0; i < whole.Length; i++) Assert.Equal(whole[i], answer.LogProbs[i], Tolerance);
        }
    }

    [Fact]
    public void A_draft_of_another_vocabulary_is_refused()
    {
        using var model = new RandomModel(RandomModel.Llama);
        using var other = new Decoder(RandomModel.Llama with { VocabularySize = 49 }, new SeededRandom(1));
        var error = Assert.Throws<RecipeException>(() => new Generator(model.Plan, model.Weights, new GeneratorOptions { Speculation = new SpeculationOptions { Draft = other } }));
        Assert.Contains("49", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The model itself with some noise in its weights.</summary>
    private static Decoder Draft(RandomModel model, float noise)
    {
        var draft = new Decoder(model.Plan.Config, new SeededRandom(1));
        var random = new SeededRandom(9, "noise");
        for (var i = 0; i < draft.Weights.All.Length; i++) draft.Weights.All[i] = model.Weights.All[i] * (1 + noise * (float)random.NextGaussian());
        return draft;
    }

    /// <summary>Probabilities of the second to fourth token together.</summary>
    private static double[] Triples(RandomModel model, int[] prompt, SamplingOptions options)
    {
        var probabilities = new double[125];
        for (var first = 0; first < 5; first++)
            for (var rest = 0; rest < 125; rest++)
            {
                int[] tokens = [.. prompt, first, rest / 25, rest / 5 % 5, rest % 5];
                var logits = model.Naive.Logits(tokens);
                var p = 1.0;
                for (var i = 0; i < 4; i++) p *= Filtered(logits[prompt.Length - 1 + i], options)[tokens[prompt.Length + i]];
                probabilities[rest] += p;
            }
        return probabilities;
    }

    private static double[] Filtered(double[] logits, SamplingOptions options)
    {
        var chain = new SamplingChain(options);
        var row = Array.ConvertAll(logits, l => (float)l);
        RowMath.Scale(row, chain.InverseTemperature);
        chain.Filter(row, new RowScratch());
        return [.. NaiveDecoder.LogSoftmax(Array.ConvertAll(row, x => (double)x)).Select(Math.Exp)];
    }
}
