using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Labelling.Managing;
using Heed.Testing;
using Xunit;

namespace Heed.Labelling.Tests.Managing;

public sealed class QuestionAgreementTests
{
    [Fact]
    public void A_tie_has_a_kappa_of_its_own_and_first_and_second_have_none()
    {
        // Ties of both raters on two pairs of four: κ is 1 though the strict answers differ once.
        var questions = Of([.. Enumerable.Range(0, 4).SelectMany(i => new[] { Which("ann", i, i < 2 ? Verdict.Equal : Verdict.First), Which("bob", i, i < 2 ? Verdict.BothBad : i == 2 ? Verdict.First : Verdict.Second) })]);
        var which = questions.Single(q => q.Question == "which");
        Assert.Equal(new AnswerAgreement("tie", 0.5, 1, Math.Sqrt(2.0 / (4 * 2))), Assert.Single(which.ByAnswer));
        Assert.Equal(0.75, which.Raw);
    }

    [Fact]
    public void Every_flag_that_somebody_used_is_a_question_about_every_text()
    {
        // "unsafe" stands on the first text of item 0 by both; "false" on its second text by one: of 8 texts and 16 answers, 2 and 1.
        var questions = Of([Which("ann", 0, Verdict.First, (0, "unsafe"), (1, "false")), Which("bob", 0, Verdict.First, (0, "unsafe")), .. Enumerable.Range(1, 3).SelectMany(i => new[] { Which("ann", i, Verdict.First), Which("bob", i, Verdict.First) })]);
        var said = questions.Where(q => q.ByAnswer.Any(a => a.Answer == "flagged")).ToDictionary(q => q.Question, q => q.ByAnswer.Single());
        Assert.Equal((8, 16), (questions.Single(q => q.Question == "unsafe").Items, questions.Single(q => q.Question == "unsafe").Answers));
        Assert.Equal((0.125, 1.0), (said["unsafe"].Share, Math.Round(said["unsafe"].Kappa!.Value, 12)));
        Assert.Equal(1 - 0.5 / (8 * (1.0 / 16) * (15.0 / 16)), said["false"].Kappa!.Value, 1e-12);
    }

    [Fact]
    public void Fields_of_a_form_are_questions_and_each_option_has_its_kappa()
    {
        var form = new Form { Fields = [new FormField { Name = "tone", Kind = FieldKind.Choice, Options = ["kind", "plain", "rude"] }, new FormField { Name = "true", Kind = FieldKind.YesNo, PerAnswer = true }, new FormField { Name = "why", Required = false }] };
        var items = Enumerable.Range(0, 3).Select(i => FormItem.Of(Sample.Ask(i), [Sample.Answer($"text {i}")], form)).ToArray();
        Answered Filled(string rater, int item, string tone, string right) => new($"{rater}-{item}", FixedClock.Start, items[item].Id, rater, "test", new FormAnswer([new("tone", [tone]), new("true", [right], 0), new("why", ["because"])]));
        var record = new ProjectRecord("main", 0, [Filled("ann", 0, "kind", "yes"), Filled("bob", 0, "kind", "yes"), Filled("ann", 1, "plain", "no"), Filled("bob", 1, "rude", "no"), Filled("ann", 2, "rude", "yes"), Filled("bob", 2, "plain", "yes")],
            items.ToDictionary(i => i.Id, i => (FeedbackItem)i));
        var questions = QuestionAgreement.Of(record);
        Assert.Equal(["tone", "true"], questions.Select(q => q.Question).Order());
        var tone = questions.Single(q => q.Question == "tone").ByAnswer;
        Assert.Equal(["kind", "plain", "rude"], tone.Select(a => a.Answer));
        Assert.Equal(1, tone[0].Kappa!.Value, 1e-12);
        Assert.Equal(1 - 1.0 / (3 * (1.0 / 3) * (2.0 / 3)), tone[2].Kappa!.Value, 1e-12);       // −½: "rude" never by both
        Assert.Equal("yes", Assert.Single(questions.Single(q => q.Question == "true").ByAnswer).Answer);
    }

    private static IReadOnlyList<QuestionAgreement> Of(Answered[] answers) => QuestionAgreement.Of(
        new ProjectRecord("main", answers.Length, answers, Enumerable.Range(0, 10).Select(i => Sample.Pair(i)).ToDictionary(p => p.Id, p => (FeedbackItem)p)));

    private static Answered Which(string rater, int item, Verdict verdict, params (int Candidate, string Label)[] flags) => new($"{rater}-{item}", FixedClock.Start, Sample.Pair(item).Id, rater, "test",
        new ComparisonAnswer(verdict) { Notes = new Notes { Flags = [.. flags.Select(f => new AnswerFlag(f.Candidate, f.Label))] } })
    { Shown = new Shown([0, 1]) };
}
