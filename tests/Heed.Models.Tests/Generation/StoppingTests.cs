using Heed.Language.Tokens;
using Heed.Models.Generation;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Generation;

public sealed class StoppingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void An_end_id_ends_the_answer_and_belongs_to_it()
    {
        using var model = new RandomModel(RandomModel.Llama);
        using var generator = new Generator(model.Plan, model.Weights);
        var free = Greedy(generator, new SamplingOptions { MaxNewTokens = 20 });
        var end = free.Tokens[5];
        var ended = Greedy(generator, new SamplingOptions { MaxNewTokens = 20, EndIds = [end] });
        Assert.Equal(free.Tokens[..(Array.IndexOf(free.Tokens, end) + 1)], ended.Tokens);
        Assert.Equal((true, StopReason.EndToken), (ended.Ended, ended.Reason));
        Assert.Equal((false, StopReason.Length), (free.Ended, free.Reason));
    }

    [Fact]
    public void A_stop_string_ends_the_answer_wherever_its_tokens_are_cut()
    {
        var (model, tokenizer) = Speaking();
        using var generator = new Generator(model.Plan, model.Weights, new GeneratorOptions { Tokenizer = tokenizer });
        var free = Greedy(generator, new SamplingOptions { MaxNewTokens = 40 });
        Assert.Equal(tokenizer.Decode(free.Tokens), free.Text);
        var stop = free.Text![10..14];                                  // characters are tokens here: four tokens
        var stopped = Greedy(generator, new SamplingOptions { MaxNewTokens = 40, StopStrings = [stop, "never there"] });
        Assert.Equal(free.Text[..free.Text.IndexOf(stop, StringComparison.Ordinal)], stopped.Text);
        Assert.Equal((true, StopReason.StopString), (stopped.Ended, stopped.Reason));
        Assert.EndsWith(stop, tokenizer.Decode(stopped.Tokens), StringComparison.Ordinal);
        model.Dispose();
    }

    [Fact]
    public void A_stop_string_that_never_comes_hides_nothing()
    {
        var (model, tokenizer) = Speaking();
        using var generator = new Generator(model.Plan, model.Weights, new GeneratorOptions { Tokenizer = tokenizer });
        var free = Greedy(generator, new SamplingOptions { MaxNewTokens = 40 });
        var guarded = Greedy(generator, new SamplingOptions { MaxNewTokens = 40, StopStrings = [free.Text![^3..] + "#"] });
        Assert.Equal((free.Text, StopReason.Length), (guarded.Text, guarded.Reason));
        model.Dispose();
    }

    [Fact]
    public void Streamed_text_joined_is_the_answers_text()
    {
        var (model, tokenizer) = Speaking();
        using var generator = new Generator(model.Plan, model.Weights, new GeneratorOptions { Tokenizer = tokenizer, Slots = 3, RowsAStep = 8 });
        var options = new SamplingOptions { MaxNewTokens = 50, StopStrings = ["ne", "ss", "ä"] };
        GenerationRequest[] requests = [.. Enumerable.Range(0, 10).Select(i => new GenerationRequest([i + 1], options, new SeededRandom(1, "s", i)))];
        var shown = new string[10];
        var tokens = Enumerable.Range(0, 10).Select(_ => new List<int>()).ToArray();
        var answers = generator.Generate(requests, t =>
        {
            shown[t.Request] += t.Text;
            tokens[t.Request].Add(t.Token);
        }, Cancel);
        Assert.Equal(answers.Select(a => a.Text), shown);
        Assert.Equal(answers.Select(a => a.Tokens), tokens.Select(t => t.ToArray()));
        Assert.Contains(answers, a => a.Reason == StopReason.StopString);
    }

    [Fact]
    public void A_cancelled_request_keeps_its_tokens_and_the_others_are_unharmed()
    {
        using var model = new RandomModel(RandomModel.Llama);
        using var generator = new Generator(model.Plan, model.Weights, new GeneratorOptions { Slots = 2, RowsAStep = 4 });
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var options = new SamplingOptions { MaxNewTokens = 20 };
        GenerationRequest[] Requests(CancellationToken token) =>
            [.. Enumerable.Range(0, 6).Select(i => new GenerationRequest([i, 1], options, new SeededRandom(1, "s", i)) { Cancellation = i is 1 or 5 ? token : default })];
        var expected = generator.Generate(Requests(Cancel), cancellation: Cancel);
        var actual = generator.Generate(Requests(cancel.Token), t => { if (t.Request == 1 && t.Token == expected[1].Tokens[7]) cancel.Cancel(); }, Cancel);
        for (var i = 0; i < 6; i++)
            if (i is 1 or 5) Assert.Equal((false, StopReason.Cancelled), (actual[i].Ended, actual[i].Reason));
            else Assert.Equal(expected[i].Tokens, actual[i].Tokens);
        Assert.NotEmpty(actual[1].Tokens);
        Assert.Equal(expected[1].Tokens[..actual[1].Tokens.Length], actual[1].Tokens);
        Assert.Empty(actual[5].Tokens);                                 // it was still waiting for a slot
    }

    [Fact]
    public void A_cancelled_call_stops_at_a_step_and_the_generator_goes_on()
    {
        using var model = new RandomModel(RandomModel.Llama);
        using var generator = new Generator(model.Plan, model.Weights);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        GenerationRequest[] requests = [new([1], new SamplingOptions { MaxNewTokens = 50 }, new SeededRandom(1))];
        Assert.Throws<OperationCanceledException>(() => generator.Generate(requests, _ => cancel.Cancel(), cancel.Token));
        Assert.Equal(50, generator.Generate(requests, cancellation: Cancel)[0].Tokens.Length);
    }

    [Fact]
    public void An_answer_ends_where_nothing_may_be_said()
    {
        using var model = new RandomModel(RandomModel.Llama);
        using var generator = new Generator(model.Plan, model.Weights);
        var answer = generator.Generate([[1]], new SamplingOptions { NoRepeatNgramSize = 1, MaxNewTokens = 60 }, seed: 1, cancellation: Cancel)[0];
        Assert.Equal((StopReason.NothingAllowed, 49), (answer.Reason, answer.Tokens.Distinct().Count()));
    }

    [Fact]
    public void The_shortest_answer_is_as_long_as_asked()
    {
        using var model = new RandomModel(RandomModel.Llama);
        using var generator = new Generator(model.Plan, model.Weights);
        var options = new SamplingOptions { MaxNewTokens = 30, MinNewTokens = 12, EndIds = [.. Enumerable.Range(0, 25)] };
        foreach (var answer in generator.Generate([[1]], options, seed: 1, answersAPrompt: 20, Cancel))
            Assert.InRange(answer.Tokens.Length, 13, 30);
    }

    private static Completion Greedy(Generator generator, SamplingOptions options) =>
        generator.Generate([[1, 2, 3]], options with { Greedy = true }, seed: 1, cancellation: Cancel)[0];

    /// <summary>A random model over the letters of a small text, some of them of two bytes.</summary>
    private static (RandomModel Model, Tokenizer Tokenizer) Speaking()
    {
        var tokenizer = new BytePairTrainer(BytePairTrainerOptions.CharacterLevel).Train(["Die Väter hören gern süße Lieder, the rest is silence."]);
        return (new RandomModel(RandomModel.Llama with { VocabularySize = tokenizer.VocabularySize }), tokenizer);
    }
}
