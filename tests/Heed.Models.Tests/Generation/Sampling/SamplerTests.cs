using CsCheck;
using Heed.Models.Generation;
using Heed.Models.Generation.Sampling;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Generation.Sampling;

public sealed class SamplerTests
{
    [Theory]
    [InlineData(10, 1.0, 0, 1.0)]
    [InlineData(10, 0.5, 0, 1.0)]
    [InlineData(700, 1.0, 0, 1.0)]                                     // more than one block
    [InlineData(50, 2.0, 8, 1.0)]
    [InlineData(50, 1.0, 0, 0.7)]
    public void Tokens_come_as_often_as_their_probabilities_say(int vocabulary, double temperature, int topK, double topP)
    {
        const int draws = 40_000;
        var random = new SeededRandom(11, "frequencies");
        var logits = Logits(random, vocabulary, 1.5);
        var chain = new SamplingChain(new SamplingOptions { Temperature = temperature, TopK = topK, TopP = topP });
        var (sampler, counts, filtered) = (new Sampler(), new int[vocabulary], new double[vocabulary]);
        for (var i = 0; i < draws; i++)
        {
            var draw = sampler.Next(logits, chain, default, random);
            counts[draw.Token]++;
            filtered[draw.Token] = Math.Exp(draw.FilteredLogProb);
        }
        var (statistic, degrees) = ChiSquare(counts, filtered, draws);
        Assert.InRange(statistic, 0, degrees + 5 * Math.Sqrt(2 * degrees));      // five standard deviations of the chi-square
    }

    [Fact]
    public void Log_probabilities_are_of_the_full_distribution_and_separately_of_the_filtered_one()
    {
        // p = (1/2, 1/4, 1/8, 1/8); top-k 2 leaves (2/3, 1/3).
        float[] logits = [MathF.Log(4), MathF.Log(2), 0, 0];
        var chain = new SamplingChain(new SamplingOptions { TopK = 2 });
        var draw = new Sampler().Next(logits, chain, default, new SeededRandom(1));
        Assert.True(draw.Token < 2);
        Assert.Equal(Math.Log(draw.Token == 0 ? 1 / 2.0 : 1 / 4.0), draw.LogProb, 1e-6);
        Assert.Equal(Math.Log(draw.Token == 0 ? 2 / 3.0 : 1 / 3.0), draw.FilteredLogProb, 1e-6);
    }

    [Fact]
    public void The_most_probable_tokens_are_reported_whatever_is_drawn()
    {
        // p = (1/8, 1/2, 1/8, 1/4), and the first two may not be drawn.
        float[] logits = [0, MathF.Log(4), 0, MathF.Log(2)];
        var chain = new SamplingChain(new SamplingOptions { TopLogProbs = 3, SuppressTokens = [0, 1] });
        var draw = new Sampler().Next(logits, chain, default, new SeededRandom(1));
        Assert.True(draw.Token > 1);
        Assert.Equal([1, 3, 0], draw.Top!.Select(t => t.Token));
        Assert.Equal([-Math.Log(2), -Math.Log(4), -Math.Log(8)], draw.Top!.Select(t => (double)t.LogProb), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void The_temperature_is_part_of_both_log_probabilities()
    {
        // T = 1/2 squares the odds: (4, 1)/5 from (2, 1)/3.
        var chain = new SamplingChain(new SamplingOptions { Temperature = 0.5, Greedy = true });
        var draw = new Sampler().Next([MathF.Log(2), 0], chain, default, new SeededRandom(1));
        Assert.Equal((0, Math.Log(0.8)), (draw.Token, Math.Round(draw.LogProb, 6)), (a, b) => a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 1e-6);
        Assert.Equal(draw.LogProb, draw.FilteredLogProb);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Logits_that_are_no_numbers_are_told_apart_from_forbidden_ones(float broken)
    {
        var draw = new Sampler().Next([0, broken, 1], new SamplingChain(new SamplingOptions()), default, new SeededRandom(1));
        Assert.Equal(Draw.NotANumber, draw.Token);
    }

    [Fact]
    public void Nothing_is_drawn_where_everything_is_forbidden()
    {
        var chain = new SamplingChain(new SamplingOptions { SuppressTokens = [0, 1] });
        Assert.Equal(Draw.None, new Sampler().Next([1, 2], chain, default, new SeededRandom(1)).Token);
    }

    [Fact]
    public void A_draw_takes_one_random_number_whatever_the_filters()
    {
        var random = new SeededRandom(5);
        var logits = Logits(random, 300, 1);
        foreach (var options in new SamplingOptions[] { new(), new() { TopK = 5 }, new() { TopP = 0.5 }, new() { TypicalP = 0.5, RepetitionPenalty = 2 } })
        {
            var (used, alone) = (new SeededRandom(9), new SeededRandom(9));
            new Sampler().Next(logits, new SamplingChain(options), default, used);
            alone.NextUInt64();
            Assert.Equal(alone.State, used.State);
        }
    }

    [Fact]
    public void Forbidden_tokens_are_never_drawn() => Gen.Select(Gen.Int[2, 600], Gen.ULong).Sample((vocabulary, seed) =>
    {
        var random = new SeededRandom(seed);
        var logits = Logits(random, vocabulary, 20);
        int[] forbidden = [.. Enumerable.Range(0, vocabulary).Where(_ => random.Chance(0.9)).Take(vocabulary - 1)];
        var chain = new SamplingChain(new SamplingOptions { SuppressTokens = forbidden, Temperature = 3 });
        Assert.DoesNotContain(new Sampler().Next(logits, chain, default, random).Token, forbidden);
    }, iter: 300);

    [Fact]
    public void A_crossing_is_where_a_sorted_sum_crosses() => Gen.Select(Gen.Int[1, 3000], Gen.ULong, Gen.Double[0, 1], Gen.Bool).Sample((count, seed, share, ties) =>
    {
        var random = new SeededRandom(seed);
        float[] keys = [.. Enumerable.Range(0, count).Select(_ => ties ? random.Next(5) - 2 : (float)random.NextGaussian() * 100)];
        float[] masses = [.. Enumerable.Range(0, count).Select(_ => random.Next(1, 9))];
        var order = new RowOrder();
        order.Clear(count);
        for (var i = 0; i < count; i++) order.Add(i, keys[i]);
        var target = Math.Min(Math.Floor(share * masses.Sum()), masses.Sum() - 1) + 0.5;      // masses are whole: no sum comes near it
        var sum = 0.0;
        var expected = Enumerable.Range(0, count).OrderBy(i => keys[i]).ThenBy(i => i).SkipWhile(i => (sum += masses[i]) < target).First();
        Assert.Equal(expected, order.Crossing(masses, target));
    }, iter: 200);

    [Fact]
    public void The_largest_logits_are_found_in_long_rows() => Gen.Select(Gen.Int[1, 9000], Gen.Int[1, 200], Gen.ULong).Sample((count, k, seed) =>
    {
        var random = new SeededRandom(seed);
        var logits = Logits(random, count, 2);
        var expected = logits.OrderDescending().Take(k).Last();
        var row = logits.ToArray();
        new TopK(k).Apply(row, new RowScratch());
        Assert.Equal(Array.ConvertAll(logits, x => x >= expected ? x : float.NegativeInfinity), row);
    }, iter: 100);

    [Fact]
    public void The_nucleus_of_a_long_row_is_the_shortest_sorted_beginning() => Gen.Select(Gen.Int[1, 9000], Gen.Double[0.01, 0.99], Gen.ULong).Sample((count, p, seed) =>
    {
        var random = new SeededRandom(seed);
        var logits = Logits(random, count, 3);
        var row = logits.ToArray();
        new TopP(p).Apply(row, new RowScratch());
        double[] kept = [.. logits.Where((_, i) => row[i] > float.NegativeInfinity).Select(x => Math.Exp(x)).Order()];
        var total = logits.Sum(x => Math.Exp(x));
        Assert.InRange(kept.Sum() / total, p - 1e-5, 1.00001);
        Assert.True((kept.Sum() - kept[0]) / total < p + 1e-5);
        Assert.True(kept[0] >= logits.Where((_, i) => row[i] == float.NegativeInfinity).Select(x => Math.Exp(x)).DefaultIfEmpty(0).Max());
    }, iter: 100);

    private static float[] Logits(SeededRandom random, int count, double deviation) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)(deviation * random.NextGaussian()))];

    /// <summary>Over cells that expect at least five draws; the rest count as one cell.</summary>
    private static (double Statistic, int Degrees) ChiSquare(int[] counts, double[] probabilities, int draws)
    {
        var cells = counts.Zip(probabilities).Where(c => c.Second * draws >= 5).ToList();
        var (rest, restProbability) = (draws - cells.Sum(c => c.First), 1 - cells.Sum(c => c.Second));
        if (restProbability * draws >= 5) cells.Add((rest, restProbability));
        return (cells.Sum(c => Math.Pow(c.First - c.Second * draws, 2) / (c.Second * draws)), cells.Count - 1);
    }
}
