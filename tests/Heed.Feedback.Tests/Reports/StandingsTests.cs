using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Reports;
using Heed.Language.Texts;
using Heed.Runs;
using Heed.Testing;
using Xunit;

namespace Heed.Feedback.Tests.Reports;

public sealed class StandingsTests
{
    private static readonly (string Source, double Strength)[] Writers = [("new", 0.6), ("old", 0), ("base", -0.6)];

    [Fact]
    public void Comparisons_with_strengths_put_the_better_writer_first()
    {
        var standings = Assert.Single(new QualityAnalysis().Run(Compared(400)).Standings);
        Assert.Equal(StandingKind.Comparisons, standings.Kind);
        Assert.Equal(["new", "old", "base"], standings.Sources.Select(s => s.Source));
        Assert.All(standings.Sources.Zip(Writers), s => Assert.InRange(s.Second.Strength, s.First.Strength.Low, s.First.Strength.High));
        Assert.Equal([1, 2, 3, 4], standings.Levels.Select(l => l.Level));
        Assert.InRange(0.6, standings.Lead.Low, standings.Lead.High);
        Assert.Equal(2 * 400, standings.Sources.Sum(s => s.Judged));
    }

    [Fact]
    public void Rankings_with_shared_places_do_too()
    {
        var standings = Assert.Single(new QualityAnalysis().Run(Ranked(300)).Standings);
        Assert.Equal(StandingKind.Rankings, standings.Kind);
        Assert.Equal(["new", "old", "base"], standings.Sources.Select(s => s.Source));
        Assert.Equal(2, Assert.Single(standings.Levels).Level);
        Assert.True(standings.Lead.Low > 0);
    }

    [Fact]
    public void Rankings_in_which_too_many_share_a_place_are_left_out_and_counted()
    {
        var item = RankingItem.Of(Sample.Pair(1).Prompt, [.. Enumerable.Range(0, 20).Select(i => new Candidate($"answer {i}", Writers[i % 3].Source))]);
        Answered Ranked(int id, Func<int, int> rank) => Says($"{id}", item.Id, $"r{id}", new RankingAnswer([.. Enumerable.Range(0, 20).Select(i => (int?)rank(i))]));
        var inputs = new QualityInputs([], [Ranked(0, i => 1 + i), Ranked(1, i => 1 + i % 10), Ranked(2, i => 1 + i % 2)]) { Rankings = [item] };
        var standings = Assert.Single(new QualityAnalysis().Run(inputs).Standings);    // places of 10 among 20: 184,756 sets
        Assert.Equal(1, standings.LeftOut);
        Assert.Equal(2, Assert.Single(standings.Levels).Level);
    }

    [Fact]
    public void Answers_of_one_writer_have_no_standings() =>
        Assert.Empty(new QualityAnalysis().Run(new QualityInputs([Sample.Pair(1)], [Says("1", Sample.Pair(1).Id, "ann", new ComparisonAnswer(Verdict.First))])).Standings);

    [Fact]
    public void Ties_that_raters_agree_on_have_a_kappa_and_others_none()
    {
        // Ten pairs both raters call bad, ten neither does; "equal" is said once by each, of different pairs.
        var pairs = Enumerable.Range(0, 22).Select(i => Sample.Pair(i)).ToArray();
        Verdict Of(int pair, bool ann) => pair < 10 ? Verdict.BothBad : pair < 20 ? Verdict.First : ann == (pair == 20) ? Verdict.Equal : Verdict.Second;
        var events = pairs.SelectMany((p, i) => new[] { Says($"{i}a", p.Id, "ann", new ComparisonAnswer(Of(i, true))), Says($"{i}b", p.Id, "bob", new ComparisonAnswer(Of(i, false))) });
        var ties = new FeedbackAnalysis().Run(pairs, ComparisonVote.Of(events)).Report.Ties;
        Assert.Equal([Verdict.BothBad, Verdict.Equal], ties.Select(t => t.Tie));
        Assert.Equal(1, ties[0].Kappa!.Value, 1e-12);
        // 2 of 44 answers: 1 − (2 · ½) / (22 · (2/44) · (42/44)) = −1/21.
        Assert.Equal(-1.0 / 21, ties[1].Kappa!.Value, 1e-12);
    }

    [Fact]
    public void Equal_votes_are_not_analysed_twice_and_other_votes_are()
    {
        var inputs = Compared(50);
        var analysed = new FeedbackAnalysis().Run(inputs.Comparisons, ComparisonVote.Of(inputs.Events));
        Assert.Same(analysed.Report, new QualityAnalysis().Run(inputs with { Analysed = analysed }).Feedback);
        var fewer = inputs with { Events = [.. inputs.Events.Skip(1)], Analysed = analysed };
        Assert.Equal(49, new QualityAnalysis().Run(fewer).Feedback.Votes);
    }

    private static QualityInputs Compared(int count)
    {
        var random = new SeededRandom(1, "standings");
        var items = new Comparison[count];
        var events = new FeedbackEvent[count];
        for (var i = 0; i < count; i++)
        {
            var (first, second) = (i % 3, (i + 1 + i / 3 % 2) % 3);
            items[i] = Comparison.Of(new Prompt($"p{i}", Conversation.Ask($"{i}?")), new Candidate($"a {i}", Writers[first].Source), new Candidate($"b {i}", Writers[second].Source));
            var u = random.NextDouble();
            var x = Writers[first].Strength - Writers[second].Strength + Math.Log(u / (1 - u));
            var answer = Math.Abs(x) < 0.2 ? new ComparisonAnswer(Verdict.Equal) : new ComparisonAnswer(x > 0 ? Verdict.First : Verdict.Second, Math.Min(4, 1 + (int)(Math.Abs(x) / 0.8)));
            events[i] = Says($"{i}", items[i].Id, $"r{i % 12}", answer);
        }
        return new QualityInputs(items, events);
    }

    private static QualityInputs Ranked(int count)
    {
        var random = new SeededRandom(2, "standings");
        var items = Enumerable.Range(0, count).Select(i => RankingItem.Of(new Prompt($"p{i}", Conversation.Ask($"{i}?")), [.. Writers.Select(w => new Candidate($"{w.Source} {i}", w.Source))])).ToArray();
        var events = items.Select((item, i) =>
        {
            var worth = Writers.Select(w => w.Strength - Math.Log(-Math.Log(1 - random.NextDouble()))).ToArray();
            int?[] ranks = [.. worth.Select(w => 1 + worth.Count(o => o > w))];
            if (i % 4 == 0) ranks = [.. ranks.Select(r => r == 3 ? 2 : r)];        // the last two share their place
            return (FeedbackEvent)Says($"{i}", item.Id, $"r{i % 12}", new RankingAnswer(ranks));
        });
        return new QualityInputs([], [.. events]) { Rankings = items };
    }

    private static Answered Says(string id, string item, string rater, Answer answer) => new(id, FixedClock.Start, item, rater, "test", answer);
}
