using Heed.Feedback.Answers;
using Heed.Feedback.Items;
using Heed.Labelling.Items;
using Heed.Language.Texts;
using Xunit;

namespace Heed.Labelling.Tests.Items;

public sealed class AnswerFieldsTests
{
    private static readonly Candidate A = Sample.Answer("alpha"), B = Sample.Answer("beta"), C = Sample.Answer("gamma");
    private static readonly Prompt Prompt = Sample.Ask(1);

    private static readonly Form Questions = new() { Fields = [new() { Name = "topic", Kind = FieldKind.Choices, Options = ["x", "y"] }, new() { Name = "clear", Kind = FieldKind.Scale, PerAnswer = true }] };

    public static TheoryData<FeedbackItem, Answer> Kinds => new()
    {
        { Comparison.Of(Prompt, A, B), new ComparisonAnswer(Verdict.Second, 3) },
        { Comparison.Of(Prompt, A, B), new ComparisonAnswer(Verdict.BothBad) },
        { RankingItem.Of(Prompt, [A, B, C]), new RankingAnswer([2, 1, null]) },
        { RatingItem.Of(Prompt, [A], [new("helpfulness")]), new RatingAnswer([new(0, "helpfulness", 4)]) },
        { ThumbItem.Of(Prompt, A), new ThumbAnswer(false) },
        { CorrectionItem.Of(Prompt, A), new CorrectionAnswer("alphabet") },
        { DemonstrationItem.Of(Prompt, bothSides: true), new DemonstrationAnswer([Message.FromUser("and?"), Message.FromAssistant("so")]) },
        { SpanItem.Of(Prompt, A, ["pii"]), new SpanAnswer([new Span(1, 3, "pii")]) },
        { RewardItem.Of(Prompt, A), new RewardAnswer(-0.5) },
        { FormItem.Of(Prompt, [A], Questions), new FormAnswer([new("topic", ["x", "y"]), new("clear", ["4"], 0)]) },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_answer_shown_in_the_form_reads_back_as_the_same(FeedbackItem item, Answer answer)
    {
        Assert.Empty(answer.Problems(item));
        var back = AnswerFields.Read(item, AnswerFields.Write(answer));
        Assert.Equal(Feedback.Events.FeedbackJson.Write(answer), Feedback.Events.FeedbackJson.Write(back));
    }

    [Fact]
    public void Key_2_means_that_the_response_shown_first_is_better_by_three_of_four() =>
        Assert.Equal(new ComparisonAnswer(Verdict.First, 3), AnswerFields.Read(Comparison.Of(Prompt, A, B), Fields("choice", "2")));

    [Fact]
    public void An_edit_belongs_to_the_better_response()
    {
        var fields = new Dictionary<string, string[]> { ["choice"] = ["7"], ["edit"] = ["better still"], ["flag.0"] = ["unsafe"], ["reason"] = ["truth", "tone"], ["comment"] = ["why not"] };
        var notes = AnswerFields.Read(Comparison.Of(Prompt, A, B), fields).Notes!;
        Assert.Equal(new AnswerEdit(1, "better still"), notes.Edit);
        Assert.Equal([new AnswerFlag(0, "unsafe")], notes.Flags);
        Assert.Equal(["truth", "tone"], notes.Reasons);
    }

    [Theory]
    [InlineData("9")]
    [InlineData("0")]
    [InlineData("left")]
    public void What_is_no_choice_is_refused(string choice) =>
        Assert.Throws<IncompleteAnswerException>(() => AnswerFields.Read(Comparison.Of(Prompt, A, B), Fields("choice", choice)));

    [Fact]
    public void A_missing_field_is_named() =>
        Assert.Contains("'choice'", Assert.Throws<IncompleteAnswerException>(() => AnswerFields.Read(Comparison.Of(Prompt, A, B), new Dictionary<string, string[]>())).Message, StringComparison.Ordinal);

    private static Dictionary<string, string[]> Fields(string name, string value) => new() { [name] = [value] };
}
