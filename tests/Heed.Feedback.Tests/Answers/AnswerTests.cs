using CsCheck;
using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Language.Texts;
using Xunit;

namespace Heed.Feedback.Tests.Answers;

public sealed class AnswerTests
{
    private static readonly Prompt Prompt = new("p", Conversation.Ask("Why?"));
    private static readonly Candidate[] Three = [new("a", "m"), new("b", "m"), new("c", "m")];
    private static readonly Form Form = Runs.Recipe.Resolve<Form>("""
        title: Facts
        fields:
          - name: truth
            kind: choice
            options: [right, wrong]
            per_answer: true
          - name: effort
            kind: scale
            low: 1
            high: 3
          - name: remark
            kind: text
            required: false
        """);

    public static TheoryData<FeedbackItem, Answer> Fitting => new()
    {
        { Comparison.Of(Prompt, Three[0], Three[1]), new ComparisonAnswer(Verdict.Second, 4) { Notes = new Notes { Reasons = ["truth"], Flags = [new AnswerFlag(1, "unsafe")], Edit = new AnswerEdit(0, "better") } } },
        { RankingItem.Of(Prompt, Three), new RankingAnswer([2, 1, null]) },
        { RatingItem.Of(Prompt, Three, [new RatingScale("helpfulness")]), new RatingAnswer([new(0, "helpfulness", 1), new(1, "helpfulness", 3), new(2, "helpfulness", 5)]) },
        { ThumbItem.Of(Prompt, Three[0]), new ThumbAnswer(true) },
        { CorrectionItem.Of(Prompt, Three[0]), new CorrectionAnswer("mended") },
        { DemonstrationItem.Of(Prompt, bothSides: true), new DemonstrationAnswer([Message.FromAssistant("x"), Message.FromUser("y"), Message.FromAssistant("z")]) },
        { SpanItem.Of(Prompt, new Candidate("some text", "m"), ["false"]), new SpanAnswer([new Span(0, 4, "false")]) },
        { RewardItem.Of(Prompt, Three[0]), new RewardAnswer(-0.5) },
        { FormItem.Of(Prompt, Three, Form), new FormAnswer([new("truth", ["right"], 0), new("truth", ["wrong"], 1), new("truth", ["wrong"], 2), new("effort", ["2"])]) },
    };

    [Theory]
    [MemberData(nameof(Fitting))]
    public void Every_kind_of_answer_fits_its_item_and_keeps_its_content_in_writing(FeedbackItem item, Answer answer)
    {
        Assert.Empty(answer.Problems(item));
        Assert.True(answer.AgreesWith(FeedbackJson.ReadAnswer(FeedbackJson.Write(answer))));
        Assert.Equal(FeedbackJson.Write(item), FeedbackJson.Write(FeedbackJson.ReadItem(FeedbackJson.Write(item))));
        Assert.Equal(FeedbackJson.Write(answer), FeedbackJson.Write(FeedbackJson.ReadAnswer(FeedbackJson.Write(answer))));
    }

    [Theory]
    [MemberData(nameof(Fitting))]
    public void An_answer_fits_no_item_of_another_kind(FeedbackItem item, Answer answer) =>
        Assert.All(Fitting.Select(row => row.Data.Item1).Where(other => other.GetType() != item.GetType()), other => Assert.NotEmpty(answer.Problems(other)));

    [Theory]
    [MemberData(nameof(Fitting))]
    public void What_was_said_of_the_screen_comes_back_from_the_items_order(FeedbackItem item, Answer answer)
    {
        int[] order = [.. Enumerable.Range(0, item.Candidates.Count).Reverse()];
        Assert.Equal(FeedbackJson.Write(answer), FeedbackJson.Write(answer.InItemOrder(order).AsShown(order)));
    }

    [Fact]
    public void The_first_on_the_screen_is_the_item_that_was_shown_there()
    {
        var shown = new ComparisonAnswer(Verdict.First, 3) { Notes = new Notes { Edit = new AnswerEdit(0, "better") } };
        var recorded = (ComparisonAnswer)shown.InItemOrder([1, 0]);
        Assert.Equal((Verdict.Second, 3, 1), (recorded.Verdict, recorded.Strength, recorded.Notes!.Edit!.Candidate));
        Assert.Equal([3, 1, 2], ((RankingAnswer)new RankingAnswer([1, 2, 3]).InItemOrder([1, 2, 0])).Ranks.Select(r => r!.Value));
    }

    [Fact]
    public void The_scale_of_eight_points_has_no_middle_and_goes_both_ways() => Gen.Int[1, 8].Sample(point =>
    {
        var answer = ComparisonAnswer.OfPoint(point);
        Assert.Equal(point <= 4 ? Verdict.First : Verdict.Second, answer.Verdict);
        Assert.Equal(point, answer.Point());
        Assert.Equal(9 - point, ((ComparisonAnswer)answer.InItemOrder([1, 0])).Point());
    });

    [Fact]
    public void A_ranking_with_ties_and_one_left_out_says_these_pairs() => // 1 = 1 > 3, the second unranked
        Assert.Equal([(0, 2, true), (0, 3, false), (2, 3, false)], new RankingAnswer([1, null, 1, 3]).Pairs());

    [Fact]
    public void What_does_not_fit_is_said_in_words()
    {
        var pair = Comparison.Of(Prompt, Three[0], Three[1]);
        Assert.Contains("strength", Assert.Single(new ComparisonAnswer(Verdict.First, 5).Problems(pair)));
        Assert.Contains("only a preference", Assert.Single(new ComparisonAnswer(Verdict.BothBad, 2).Problems(pair)));
        Assert.Contains("answer 3", Assert.Single((new ComparisonAnswer(Verdict.Equal) { Notes = new Notes { Flags = [new AnswerFlag(2, "x")] } }).Problems(pair)));
        Assert.Contains("ranks", Assert.Single(new RankingAnswer([1, 2]).Problems(RankingItem.Of(Prompt, Three))));
        Assert.Contains("within the 1 characters", Assert.Single(new SpanAnswer([new Span(0, 2, "x")]).Problems(SpanItem.Of(Prompt, Three[0], ["x"]))));
        Assert.Contains("truth of answer 3 is missing", Assert.Single(new FormAnswer([new("truth", ["right"], 0), new("truth", ["wrong"], 1), new("effort", ["2"])]).Problems(FormItem.Of(Prompt, Three, Form))));
    }
}
