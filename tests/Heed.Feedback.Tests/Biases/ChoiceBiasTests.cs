using Heed.Feedback.Biases;
using Heed.Feedback.Ranking;
using Heed.Runs;
using Xunit;

namespace Heed.Feedback.Tests.Biases;

public sealed class ChoiceBiasTests
{
    /// <summary>Three models of equal worth, one of them verbose; choices follow length (0.8 logits a standard deviation) and the side (0.3).</summary>
    [Fact]
    public void A_verbose_model_that_is_no_better_wins_by_count_and_not_by_style_control()
    {
        var random = new SeededRandom(8, "style");
        var choices = Enumerable.Range(0, 4000).Select(i =>
        {
            var (a, b) = (random.Next(3), random.Next(2));
            if (b >= a) b++;
            double Length(int model) => (model == 2 ? 1.2 : 0) + random.NextGaussian();
            double left = random.Chance(0.5) ? 1 : -1, length = Length(a) - Length(b);
            return (Choice: new StyledChoice(i % 40, left, [length], random.Chance(1 / (1 + Math.Exp(-(0.8 * length / 1.73 + 0.3 * left)))), a, b), First: a, Second: b);
        }).ToArray();
        var raw = new BradleyTerry().Fit(3, choices.Select(c => c.Choice.First ? Contest.Won(c.First, c.Second) : Contest.Won(c.Second, c.First)));
        Assert.Equal(2, raw.Strengths.Select((s, i) => (s.Value, i)).Max().i);
        Assert.True(raw.Difference(2, 0).Low > 0.2);
        var effects = new ChoiceBias().Fit([.. choices.Select(c => c.Choice)], ["length"]);
        Assert.Equal(["left", "length"], effects.Select(e => e.Feature));
        Assert.InRange(effects[0].Effect.Value, 0.2, 0.4);
        Assert.InRange(effects[1].Effect.Value, 0.7, 1.0);
        Assert.All(effects, e => Assert.True(e.P < 0.001));
    }

    [Fact]
    public void Choices_that_follow_nothing_have_no_effects()
    {
        var random = new SeededRandom(9, "style");
        StyledChoice[] choices = [.. Enumerable.Range(0, 2000).Select(i => new StyledChoice(i % 20, random.Chance(0.5) ? 1 : -1, [random.NextGaussian(), 0], random.Chance(0.5)))];
        var effects = new ChoiceBias().Fit(choices, ["length", "bold"]);
        Assert.Equal(["left", "length"], effects.Select(e => e.Feature));          // what does not vary has no effect to show
        Assert.All(effects, e => Assert.InRange(Math.Abs(e.Effect.Value), 0, 0.15));
    }

    [Fact]
    public void Looks_are_counted_in_markdown() =>
        Assert.Equal(new AnswerStyle(15, 1, 3, 2), AnswerStyle.Of("# A title\n\n- one **bold** thing\n- two\n1. three\n\nand __more__ of it."));

    [Fact]
    public void Groups_that_see_things_alike_agree_within_as_across()
    {
        var figures = Groups(own: false);
        Assert.All(figures, f => Assert.True(f.P > 0.05));
    }

    [Fact]
    public void Groups_with_a_taste_of_their_own_agree_more_with_each_other()
    {
        var figures = Groups(own: true);
        Assert.Equal(["north", "south"], figures.Select(f => f.Group));
        Assert.All(figures, f => Assert.True(f is { P: < 0.01, Difference: > 0.08 }));
        // Two of a group agree on 0.8² + 0.2² = 0.68 of two even answers: α = (0.68 − 0.5) / 0.5.
        Assert.All(figures, f => Assert.InRange(0.36, f.AlphaInterval!.Value.Low, f.AlphaInterval.Value.High));
        Assert.All(figures, f => Assert.InRange(f.Alpha!.Value, f.AlphaInterval!.Value.Low, f.AlphaInterval.Value.High));
    }

    private static IReadOnlyList<GroupFigures> Groups(bool own)
    {
        var random = new SeededRandom(10, "groups");
        string[] raters = [.. Enumerable.Range(0, 24).Select(r => $"r{r}")];
        var groups = raters.Select((r, i) => (r, i)).ToDictionary(r => r.r, r => r.i % 2 == 0 ? "north" : "south");
        var items = Enumerable.Range(0, 600).Select(_ =>
        {
            double[] taste = [random.Chance(0.5) ? 1 : 0, random.Chance(0.5) ? 1 : 0];
            if (!own) taste[1] = taste[0];
            var asked = raters.ToArray();
            random.Shuffle<string>(asked);
            return (IReadOnlyList<(string, double)>)[.. asked.Take(4).Select(r => (r, random.Chance(0.8) ? taste[groups[r] == "north" ? 0 : 1] : 1 - taste[groups[r] == "north" ? 0 : 1]))];
        });
        return new GroupAgreement { Permutations = 499 }.Fit(items, groups);
    }
}
