using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Heed.Feedback.Items;
using Heed.Language.Texts;

namespace Heed.Labelling.Loading;

/// <summary>A small project with every kind of item.</summary>
public static class DemoProject
{
    public static FeedbackProject Project { get; } = new("demo", "Demo") { Overlap = 2, SharedShare = 0, RepeatShare = 0 };

    private static readonly Candidate Simple = new("A rainbow forms when sunlight enters raindrops. Each drop bends the light, splits it into colours and reflects it back towards you.", "model a");
    private static readonly Candidate Listed = new("**Rainbows** need three things:\n\n1. sun behind you,\n2. rain in front of you,\n3. light that is bent, split and reflected in each drop.\n\nRed leaves at about 42°, violet at about 40°.", "model b");
    private static readonly Candidate Wrong = new("Rainbows are painted on the sky by clouds that have absorbed the colours of flowers.", "model c");
    private static readonly Candidate Code = new("```python\ndef mean(xs):\n    return sum(xs) / len(xs)\n```\n\nIt fails for an empty list.", "model a");
    private static readonly Candidate SafeCode = new("```python\nfrom statistics import mean\n```\n\nUse the library: it raises `StatisticsError` for an empty list.", "model b");

    public static IEnumerable<QueuedItem> Items()
    {
        var rainbow = Ask("rainbow", "Explain to a child how a rainbow forms.");
        var code = Ask("mean", "Write a Python function for the mean of a list.");
        var capital = Ask("capital", "What is the capital of Australia?");
        yield return Practice(Comparison.Of(capital, new("Canberra.", "model a"), new("Sydney.", "model b")), new ComparisonAnswer(Verdict.First, 4), "Canberra has been the capital since 1913; Sydney is the largest city.");
        yield return Gold(Comparison.Of(Ask("sum", "What is 17 + 25?"), new("42", "model a"), new("32", "model b")), new ComparisonAnswer(Verdict.First, 4));
        yield return new(Comparison.Of(rainbow, Simple, Listed)) { Priority = 9, Group = "science" };
        yield return new(Comparison.Of(code, Code, SafeCode)) { Priority = 8, Group = "code" };
        yield return new(RankingItem.Of(rainbow, [Simple, Listed, Wrong])) { Priority = 7, Group = "science" };
        yield return new(RatingItem.Of(code, [SafeCode], [new("helpfulness"), new("correctness", 0, 4)])) { Priority = 6, Group = "code" };
        yield return new(ThumbItem.Of(rainbow, Wrong)) { Priority = 5, Group = "science" };
        yield return new(CorrectionItem.Of(rainbow, Wrong)) { Priority = 4, Group = "science" };
        yield return new(DemonstrationItem.Of(Ask("letter", "Help me decline an invitation politely."), suggestion: new("Thank you so much for thinking of me. Sadly I cannot come, but I wish you a wonderful evening.", "model a"))) { Priority = 3, Group = "writing" };
        yield return new(DemonstrationItem.Of(Ask("trip", "I want to plan a weekend by train."), bothSides: true)) { Priority = 3, Group = "writing" };
        yield return new(SpanItem.Of(Ask("contact", "Who won the chess prize at our school?"), new("Mia Example won it. You can reach her at mia@example.org or +49 30 1234567.", "model b"), ["pii", "false", "unsafe"])) { Priority = 2, Group = "privacy" };
        yield return new(RewardItem.Of(code, Code)) { Priority = 1, Group = "code" };
        yield return new(FormItem.Of(rainbow, [Simple], Survey)) { Group = "science" };
        yield return new(Comparison.Of(Ask("arabic", "اشرح لي لماذا السماء زرقاء."), new("لأن الهواء يبعثر الضوء الأزرق أكثر من الضوء الأحمر.", "model a"), new("لأن البحر ينعكس عليها.", "model b"))) { Group = "science" };
        yield return new(Comparison.Of(Ask("fight", "Describe a fight scene."), new("The blow landed hard; he fell and did not rise again.", "model a"), new("They fought. It was over quickly.", "model b"))) { Warnings = ["violence"], Group = "writing" };
    }

    private static Form Survey { get; } = new()
    {
        Title = "Would a child understand it?",
        Fields =
        [
            new FormField { Name = "age", Kind = FieldKind.Choice, Label = "From which age?", Options = ["5", "8", "12", "later"] },
            new FormField { Name = "words", Kind = FieldKind.Choices, Label = "What makes it hard?", Options = ["long words", "long sentences", "no example"], Required = false },
            new FormField { Name = "clarity", Kind = FieldKind.Scale, Label = "Clarity", PerAnswer = true },
            new FormField { Name = "remark", Kind = FieldKind.Text, Label = "Remark", Required = false },
        ],
    };

    private static Prompt Ask(string id, string question) => new($"demo-{id}", Conversation.Ask(question));

    private static QueuedItem Gold(FeedbackItem item, Answer expected) => new(item) { Purpose = Purpose.Gold, Known = new KnownAnswer(expected) };

    private static QueuedItem Practice(FeedbackItem item, Answer expected, string explanation) => new(item) { Purpose = Purpose.Practice, Known = new KnownAnswer(expected, explanation) };
}
