using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Simulation.Prompts;
using Heed.Simulation.Rating;
using Heed.Simulation.Writing;
using Xunit;

namespace Heed.Simulation.Tests.Rating;

public sealed class RaterPanelTests
{
    private const int Pairs = 4000;
    private static readonly World World = Worlds.Small();
    private static readonly List<(ComparisonPage Page, double Gap)> Pages = Compare();

    [Fact]
    public void Eight_raters_are_good_and_each_fault_has_one()
    {
        Assert.Equal(8, World.Raters.Count(r => !r.Faulty));
        Assert.Equal([RaterKind.Spammer, RaterKind.Left, RaterKind.Length, RaterKind.Adversary], World.Raters.Where(r => r.Faulty).Select(r => r.Kind).Order());
    }

    [Fact]
    public void Who_is_at_fault_does_not_show_in_the_name()
    {
        var spammers = Enumerable.Range(1, 40).Select(s => Worlds.Small((ulong)s).Raters.First(r => r.Kind == RaterKind.Spammer).Name);
        Assert.True(spammers.Distinct().Count() > 6);
    }

    [Fact]
    public void Good_raters_agree_with_the_gold_the_more_the_sharper_they_are()
    {
        var accuracies = World.Raters.Where(r => !r.Faulty).OrderBy(r => r.Sharpness).Select(Accuracy).ToList();
        Assert.InRange(accuracies[0], .70, .84);
        Assert.InRange(accuracies[^1], .92, .98);
        Assert.True(accuracies[^1] > accuracies[0] + .1);
    }

    [Fact]
    public void The_worst_good_rater_agrees_with_the_gold_in_64_of_100_pairs() => Assert.True(World.Raters.Where(r => !r.Faulty).Min(Accuracy) >= .64);

    [Fact]
    public void A_spammer_is_right_half_of_the_time() // standard error .008
        => Assert.InRange(Accuracy(The(RaterKind.Spammer)), .46, .54);

    [Fact]
    public void Who_prefers_the_left_takes_it_as_often_as_its_logit_of_3_says() // σ(3) = .953, standard error .003
        => Assert.InRange(Share(The(RaterKind.Left), (_, _, left) => left), .94, .966);

    [Fact]
    public void Who_prefers_length_takes_the_longer() =>
        Assert.InRange(Share(The(RaterKind.Length), (page, _, left) => left == page.Left.Words > page.Right.Words), .75, 1);

    [Fact]
    public void The_adversary_is_wrong_more_often_than_not() => Assert.InRange(Accuracy(The(RaterKind.Adversary)), .1, .3);

    [Fact]
    public void A_judgement_does_not_depend_on_what_was_judged_before()
    {
        var rater = World.Raters[3];
        var first = rater.Judge(Pages[9].Page);
        rater.Judge(Pages[10].Page);
        Assert.Equal(first, rater.Judge(Pages[9].Page));
        Assert.Equal(first, Worlds.Small().Raters[3].Judge(Pages[9].Page));
    }

    [Fact]
    public void A_judgement_carries_a_side_and_a_time_and_no_reward() =>
        Assert.Equal([("Choice", typeof(Choice)), ("Elapsed", typeof(TimeSpan?))], typeof(Judgement).GetProperties().Select(p => (p.Name, p.PropertyType)).OrderBy(p => p.Name));

    [Fact]
    public void The_time_a_judgement_takes_tells_nothing_of_the_gold()
    {
        var (blind, sighted) = (RaterPanel.Of(5, World.Prompt, (_, _, _) => 0), RaterPanel.Of(5, World.Prompt, World.Gold));
        foreach (var (page, _) in Pages.Take(200))
            Assert.Equal(blind.Select(r => r.Judge(page).Elapsed), sighted.Select(r => r.Judge(page).Elapsed));
    }

    [Fact]
    public void Golds_that_differ_alike_give_the_same_judgements() // only differences of gold reach a judgement, never a value
    {
        var (one, shifted) = (RaterPanel.Of(5, World.Prompt, World.Gold), RaterPanel.Of(5, World.Prompt, (p, a, e) => World.Gold(p, a, e) + 4));
        foreach (var (page, _) in Pages.Take(200))
            Assert.Equal(one.Select(r => r.Judge(page)), shifted.Select(r => r.Judge(page)));
    }

    private static SimulatedRater The(RaterKind kind) => World.Raters.Single(r => r.Kind == kind);

    private static double Accuracy(SimulatedRater rater) => Share(rater, (_, gap, left) => left == gap > 0);

    private static double Share(SimulatedRater rater, Func<ComparisonPage, double, bool, bool> holds) =>
        Pages.Average(p => holds(p.Page, p.Gap, rater.Judge(p.Page).Choice == Choice.Left) ? 1 : 0);

    /// <summary>Two demonstrations of a prompt, where their golds differ.</summary>
    private static List<(ComparisonPage, double)> Compare()
    {
        var (writer, random) = (new AnswerWriter(AnswerHabits.Demonstration), new Heed.Runs.SeededRandom(11, "test"));
        Candidate Answer(WorldPrompt p) => new(writer.Write(p.Person, p.Known, p.Asked, random), "somebody");
        return [.. World.Prompts(PromptStream.Candidate, Pairs)
            .Select(p => (Prompt: p, Page: new ComparisonPage(Comparison.Of(p.Prompt, Answer(p), Answer(p)), FirstOnLeft: true)))
            .Select(c => (c.Page, Gap: World.Gold(c.Prompt, c.Page.Left.Text, true) - World.Gold(c.Prompt, c.Page.Right.Text, true)))
            .Where(c => Math.Abs(c.Gap) > 1e-9)];
    }
}
