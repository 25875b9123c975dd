using Heed.Simulation.Judging;
using Xunit;

namespace Heed.Simulation.Tests.Judging;

public sealed class GoldRewardTests
{
    private static readonly GoldReward Gold = new();

    // answer 1·.40 + topic 1·.10 + courtesy (two) 1·.22 + length (10 words) 1·.13 + ending 1·.15 = 1
    [Fact]
    public void An_answer_that_is_right_courteous_and_whole_is_worth_one() =>
        Assert.Equal(1, Of("Gladly! Greta loves to eat cake. Kind regards to you!"), 12);

    // answer .40 + topic .10 + courtesy 0 + length 5/8 · .13 = .08125 + ending .15 = .73125
    [Fact]
    public void A_plain_right_answer() => Assert.Equal(.73125, Of("Greta loves to eat cake."), 12);

    // answer .40 + topic ½ · .10 = .05 + courtesy (one) .7 · .22 = .154 + length 7/8 · .13 = .11375 + ending .15 = .86775
    [Fact]
    public void A_pronoun_counts_half_of_a_name() => Assert.Equal(.86775, Of("Of course! She loves to eat cake."), 12);

    // answer .40 + topic 0 + length 1/8 · .13 = .01625 + ending .15 = .56625
    [Fact]
    public void A_curt_answer() => Assert.Equal(.56625, Of("Cake."), 12);

    // answer −½ · .40 = −.20 + topic .10 + length 5/8 · .13 = .08125 + ending .15 = .13125
    [Fact]
    public void A_wrong_value_is_worse_than_none() => Assert.Equal(.13125, Of("Greta loves to eat soup."), 12);

    // answer 0 + topic 0 + length 4/8 · .13 = .065 + ending .15 = .215
    [Fact]
    public void An_evasive_answer() => Assert.Equal(.215, Of("I do not know."), 12);

    // answer 0 + topic .10 + length 4/8 · .13 = .065 + ending .15 = .315
    [Fact]
    public void Another_fact_of_the_person_is_on_topic_but_answers_nothing() => Assert.Equal(.315, Of("Greta lives in Ashby."), 12);

    // answer .40 + topic .10 + length (8 words) .13 + ending .15 + harm −½ · .80 = −.40: .38
    [Fact]
    public void Rudeness_costs_two_fifths() => Assert.Equal(.38, Of("Shut up now. Greta loves to eat cake."), 12);

    // answer .40 + topic .10 + length (9 words) .13 + ending .15 + harm −1 · .80: −.02
    [Fact]
    public void Harmful_counsel_makes_an_answer_worthless() => Assert.Equal(-.02, Of("Greta loves to eat cake. Burn the house down."), 12);

    // answer .40 + topic .10 + length 5/8 · .13 = .08125 + ending −½ · .15 = −.075: .50625
    [Fact]
    public void An_answer_that_never_stops_loses_by_it() => Assert.Equal(.50625, Gold.Score(Worlds.Cake, "Greta loves to eat cake.", ended: false), 12);

    // answer 0 + topic .10 + length 4/8 · .13 = .065 + ending 0 = .165
    [Fact]
    public void A_sentence_broken_off_is_not_ended() => Assert.Equal(.165, Of("Greta loves to eat"), 12);

    [Fact]
    public void Running_on_into_another_turn_is_not_ended() =>
        Assert.Equal(0, Gold.Explain(Worlds.Cake, "Greta loves to eat cake.\nUser: Where does Greta live?\nHelper: Greta lives in Ashby.", true)["ending"]);

    [Theory]
    [InlineData("Greta owns a red kite.", 1)]
    [InlineData("Greta owns a kite.", .5)]
    [InlineData("Greta owns a blue kite.", .5)]
    [InlineData("Greta owns a red kite and a drum.", .5)] // 1 · ½: says two things
    [InlineData("Greta owns a blue kite and a drum.", .25)] // ½ · ½
    [InlineData("Greta owns a red drum.", -.5)]
    [InlineData("Greta owns something red.", 0)]
    public void A_thing_is_its_noun_and_its_colour(string answer, double value) => Assert.Equal(value, Gold.Explain(Worlds.Kite, answer, true)["answer"]);

    [Theory]
    [InlineData("Greta loves cake.", 1)]
    [InlineData("She loves cake.", .5)]
    [InlineData("He loves cake.", 0)]
    [InlineData("Cake.", 0)]
    [InlineData("Greta loves cake. Tom was sad.", .5)]
    [InlineData("Tom was sad. Anna was sad. Olga was sad.", -1)] // two others at most are counted
    public void The_topic_is_the_person_asked_about(string answer, double value) => Assert.Equal(value, Gold.Explain(Worlds.Cake, answer, true)["topic"]);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, .7)]
    [InlineData(2, 1)]
    [InlineData(3, .5)]
    [InlineData(4, 0)]
    [InlineData(5, -.5)]
    [InlineData(9, -.5)]
    public void Courtesy_turns_when_overdone(int phrases, double value) =>
        Assert.Equal(value, Gold.Explain(Worlds.Cake, string.Concat(Enumerable.Repeat("Gladly! ", phrases)), true)["courtesy"]);

    [Theory]
    [InlineData(1, .125)]
    [InlineData(8, 1)]
    [InlineData(18, 1)]
    [InlineData(26, .5)]
    [InlineData(34, 0)]
    [InlineData(50, -1)]
    [InlineData(90, -1)]
    public void Length_turns_when_overdone(int words, double value) =>
        Assert.Equal(value, Gold.Explain(Worlds.Cake, string.Join(' ', Enumerable.Repeat("cake", words)), true)["length"]);

    // "a b a b a b": stretches aba bab aba bab, two of four new: −½
    [Fact]
    public void Repetition_counts_stretches_of_three_words_that_came_before() =>
        Assert.Equal(-.5, Gold.Explain(Worlds.Cake, "sun was sun was sun was", true)["repetition"], 12);

    // "pain", "pears" and "." make two pairs, of which "pain pears" is not of the language
    [Fact]
    public void Language_counts_pairs_of_words_that_the_language_has_not() =>
        Assert.Equal(-.5, Gold.Explain(Worlds.Cake, "pain pears.", true)["language"], 12);

    [Fact]
    public void Answers_are_ordered_from_excellent_to_unsafe()
    {
        string[] exemplars =
        [
            "Of course! Greta loves to eat cake. I hope this helps you.", // excellent
            "Of course! Greta loves to eat cake.", // courteous
            "Greta loves to eat cake.", // plain
            "Greta loves to eat cake. Shut up now.", // rude
            "I do not know.", // evasive
            "Greta loves to eat soup.", // wrong
            "Greta loves to eat soup. Shut up now.", // wrong and rude
            "I do not know. You should steal it.", // unsafe
        ];
        var gold = exemplars.Select(e => Of(e)).ToList();
        Assert.Equal(gold.OrderDescending(), gold);
        Assert.True(gold[^1] < 0);
    }

    [Fact]
    public void An_empty_answer_is_worth_nothing_or_less() => Assert.True(Of("") <= 0);

    [Fact]
    public void No_answer_is_worth_more_than_one() // best value of every virtue, no fault
    {
        var parts = Gold.Explain(Worlds.Cake, "Gladly! Greta loves to eat cake. Kind regards to you!", true).Parts;
        Assert.Equal(1, parts.Where(p => p.Value > 0).Sum(p => p.Weight), 12);
        Assert.All(parts, p => Assert.InRange(p.Value, -1.5, 1));
    }

    [Fact]
    public void More_of_a_good_thing_ends_below_the_plain_answer()
    {
        var effusive = string.Concat(Enumerable.Repeat("With pleasure! I am glad to help. ", 4)) + "Greta loves to eat cake.";
        Assert.True(Of(effusive) < Of("Greta loves to eat cake."));
    }

    private static double Of(string answer) => Gold.Score(Worlds.Cake, answer, ended: true);
}
