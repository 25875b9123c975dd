using Heed.Simulation.Prompts;
using Heed.Simulation.Rating;
using Heed.Simulation.Writing;
using Xunit;

namespace Heed.Simulation.Tests.Rating;

public sealed class RaterPanelTests
{
    private const int Pairs = 4000;
    private static readonly World World = Worlds.Small();
    private static readonly List<(WorldPrompt Prompt, ShownAnswer Left, ShownAnswer Right, double Gap)> Comparisons = Compare();

    [Fact]
    public void Eight_raters_are_good_and_each_fault_has_one()
    {
        Assert.Equal(8, World.Raters.Raters.Count(r => !r.Faulty));
        Assert.Equal([RaterKind.Spammer, RaterKind.Left, RaterKind.Length, RaterKind.Adversary], World.Raters.Raters.Where(r => r.Faulty).Select(r => r.Kind).Order());
    }

    [Fact]
    public void Who_is_at_fault_does_not_show_in_the_name()
    {
        var faulty = Enumerable.Range(1, 40).Select(s => Worlds.Small((ulong)s).Raters.Raters.First(r => r.Kind == RaterKind.Spammer).Name).Distinct();
        Assert.True(faulty.Count() > 6);
    }

    [Fact]
    public void Good_raters_agree_with_the_gold_the_more_the_sharper_they_are()
    {
        var accuracies = World.Raters.Raters.Where(r => !r.Faulty).OrderBy(r => r.Sharpness).Select(Accuracy).ToList();
        Assert.InRange(accuracies[0], .70, .84);
        Assert.InRange(accuracies[^1], .92, .98);
        Assert.True(accuracies[^1] > accuracies[0] + .1);
        Assert.All(accuracies, a => Assert.True(a >= .64));
    }

    [Fact]
    public void A_spammer_is_right_half_of_the_time() // standard error .008
        => Assert.InRange(Accuracy(The(RaterKind.Spammer)), .46, .54);

    [Fact]
    public void Who_prefers_the_left_takes_it_as_often_as_its_logit_of_3_says() // σ(3) = .953, standard error .003
        => Assert.InRange(Share(The(RaterKind.Left), (c, v) => v.PrefersLeft), .94, .966);

    [Fact]
    public void Who_prefers_length_takes_the_longer() =>
        Assert.InRange(Share(The(RaterKind.Length), (c, v) => v.PrefersLeft == c.Left.Text.Split(' ').Length > c.Right.Text.Split(' ').Length), .75, 1);

    [Fact]
    public void The_adversary_is_wrong_more_often_than_not() => Assert.InRange(Accuracy(The(RaterKind.Adversary)), .1, .3);

    [Fact]
    public void A_verdict_does_not_depend_on_what_was_judged_before()
    {
        var rater = World.Raters.Raters[3];
        var c = Comparisons[9];
        var first = World.Raters.Judge(rater, 9, c.Prompt, c.Left, c.Right);
        World.Raters.Judge(rater, 10, c.Prompt, c.Left, c.Right);
        Assert.Equal(first, World.Raters.Judge(rater, 9, c.Prompt, c.Left, c.Right));
        Assert.Equal(first, Worlds.Small().Raters.Judge(rater, 9, c.Prompt, c.Left, c.Right));
    }

    [Fact]
    public void A_verdict_carries_a_side_and_a_time_and_no_reward() =>
        Assert.Equal([("PrefersLeft", typeof(bool)), ("Took", typeof(TimeSpan))], typeof(Verdict).GetProperties().Select(p => (p.Name, p.PropertyType)).Order());

    [Fact]
    public void The_time_a_verdict_takes_tells_nothing_of_the_gold()
    {
        var (one, other) = (new RaterPanel(5, (_, _, _) => 0), new RaterPanel(5, World.Gold));
        for (var i = 0; i < 200; i++)
        {
            var c = Comparisons[i];
            foreach (var rater in one.Raters)
                Assert.Equal(one.Judge(rater, i, c.Prompt, c.Left, c.Right).Took, other.Judge(rater, i, c.Prompt, c.Left, c.Right).Took);
        }
    }

    [Fact]
    public void Golds_that_differ_alike_give_the_same_verdicts() // only differences of gold reach a verdict, never a value
    {
        var (one, shifted) = (new RaterPanel(5, World.Gold), new RaterPanel(5, (p, a, e) => World.Gold(p, a, e) + 4));
        for (var i = 0; i < 500; i++)
        {
            var (c, rater) = (Comparisons[i], one.Raters[i % one.Raters.Count]);
            Assert.Equal(one.Judge(rater, i, c.Prompt, c.Left, c.Right), shifted.Judge(rater, i, c.Prompt, c.Left, c.Right));
        }
    }

    private static Rater The(RaterKind kind) => World.Raters.Raters.Single(r => r.Kind == kind);

    private static double Accuracy(Rater rater) => Share(rater, (c, v) => v.PrefersLeft == c.Gap > 0);

    private static double Share(Rater rater, Func<(WorldPrompt Prompt, ShownAnswer Left, ShownAnswer Right, double Gap), Verdict, bool> holds) =>
        Comparisons.Select((c, i) => holds(c, World.Raters.Judge(rater, i, c.Prompt, c.Left, c.Right)) ? 1 : 0).Average();

    private static List<(WorldPrompt, ShownAnswer, ShownAnswer, double)> Compare()
    {
        var (writer, random) = (new AnswerWriter(AnswerHabits.Demonstration), new Heed.Runs.SeededRandom(11, "test"));
        ShownAnswer Answer(WorldPrompt p) => new(writer.Write(p.Person, p.Known, p.Asked, random), Ended: true);
        return [.. World.Prompts(PromptStream.Candidate, Pairs)
            .Select(p => (p, Answer(p), Answer(p)))
            .Select(c => (c.p, c.Item2, c.Item3, Gap: World.Gold(c.p, c.Item2.Text, true) - World.Gold(c.p, c.Item3.Text, true)))
            .Where(c => Math.Abs(c.Gap) > 1e-9)];
    }
}
