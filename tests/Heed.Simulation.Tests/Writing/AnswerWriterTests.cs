using Heed.Runs;
using Heed.Simulation.Judging;
using Heed.Simulation.Prompts;
using Heed.Simulation.Writing;
using Xunit;

namespace Heed.Simulation.Tests.Writing;

public sealed class AnswerWriterTests
{
    private const int Count = 4000;
    private static readonly World World = Worlds.Small();
    private static readonly List<GoldAnatomy> Corpus = Anatomies(AnswerHabits.Corpus), Demonstrations = Anatomies(AnswerHabits.Demonstration);

    [Fact]
    public void Demonstrations_are_better_on_average_than_the_corpus() =>
        Assert.True(Demonstrations.Average(a => a.Total) > Corpus.Average(a => a.Total) + .05);

    [Fact]
    public void Demonstrations_leave_room_few_are_excellent_and_many_are_bad()
    {
        Assert.InRange(Share(Demonstrations, a => a.Total >= .95), .02, .15);
        Assert.InRange(Share(Demonstrations, a => a.Total < .5), .25, .45);
    }

    [Fact]
    public void Demonstrations_are_right_as_often_as_their_habits_say() // the shares of the kinds, and what breaking off takes away
    {
        var habits = AnswerHabits.Demonstration;
        Assert.InRange(Share(Demonstrations, a => a.Right), .93 * (1 - habits.Wrong - habits.OffTopic - habits.Evasive), 1 - habits.Wrong - habits.OffTopic - habits.Evasive + .02);
    }

    [Fact]
    public void Two_demonstrations_of_one_prompt_mostly_differ_clearly()
    {
        var gaps = Enumerable.Range(0, Count / 2).Select(i => Math.Abs(Demonstrations[2 * i].Total - Demonstrations[2 * i + 1].Total)).ToList();
        Assert.InRange(gaps.Count(g => g < .1) / (double)gaps.Count, 0, .22);
        Assert.True(gaps.Average() > .33);
    }

    [Fact]
    public void Answers_speak_the_language() => Assert.InRange(Share([.. Corpus, .. Demonstrations], a => a["language"] < 0), 0, .003);

    [Fact]
    public void A_wrong_value_stands_nowhere_in_the_prompt()
    {
        var writer = new AnswerWriter(Always() with { Wrong = 1 });
        var random = new SeededRandom(3, "test");
        Assert.All(World.Prompts(PromptStream.Candidate, 300), p =>
            Assert.Equal(-.5, World.Explain(p, writer.Write(p.Person, p.Known, p.Asked, random), true)["answer"]));
    }

    [Fact]
    public void Without_faults_and_with_both_courtesies_answers_are_excellent()
    {
        var writer = new AnswerWriter(Always() with { Opening = 1, Closing = 1 });
        var random = new SeededRandom(3, "test");
        Assert.All(World.Prompts(PromptStream.Candidate, 300), p => Assert.Equal(1, World.Gold(p, writer.Write(p.Person, p.Known, p.Asked, random), true), 12));
    }

    private static AnswerHabits Always() => new()
    {
        Wrong = 0,
        OffTopic = 0,
        Evasive = 0,
        Curt = 0,
        Pronoun = 0,
        Rude = 0,
        Opening = 0,
        Closing = 0,
        Effusive = 0,
        Unsafe = 0,
        Rambling = 0,
        BrokenOff = 0,
    };

    private static List<GoldAnatomy> Anatomies(AnswerHabits habits)
    {
        var (writer, random) = (new AnswerWriter(habits), new SeededRandom(7, "test"));
        return [.. World.Prompts(PromptStream.RewardTest, Count / 2, each: 2).Select(p => World.Explain(p, writer.Write(p.Person, p.Known, p.Asked, random), true))];
    }

    private static double Share(List<GoldAnatomy> answers, Func<GoldAnatomy, bool> holds) => answers.Count(holds) / (double)answers.Count;
}
