using Heed.Language.Texts;

namespace Heed.Language.Datasets;

/// <summary>From what a record says to something it says less of: a pair's better answer is a demonstration, but no demonstration is a pair.</summary>
internal static class Reduction
{
    public static Meaning MeaningOf<T>() where T : Example => Meanings[typeof(T)];

    public static Meaning MeaningOf(Example example) => Meanings[example.GetType()];

    /// <summary>Why one kind cannot be had from another; null where it can.</summary>
    public static string? WhyNot(Meaning from, Meaning to)
    {
        if (from == to) return null;
        if (to == Meaning.Texts) return "turns become one text only by a chat template: keep the turns (messages), the template is applied in training";
        if (from == Meaning.Texts) return "a text does not say who asks and who answers";
        if (to == Meaning.Prompts) return null;
        return (from, to) switch
        {
            (Meaning.Prompts, _) => "a prompt has no answer",
            (_, Meaning.Demonstrations) => null,
            (Meaning.Preferences or Meaning.Solutions, Meaning.Thumbs) => null,
            (Meaning.Rankings, Meaning.Preferences) => null,
            (Meaning.Rankings, Meaning.Thumbs) => "a score says which answer is better, not which is good; make them preferences first",
            (_, Meaning.Thumbs) => "nobody judged the answers",
            (Meaning.Demonstrations or Meaning.Thumbs or Meaning.Solutions, Meaning.Preferences) => "an answer alone has no other to be better than",
            (_, Meaning.Solutions) => "the answers are not judged step by step",
            _ => "the answers have no scores"
        };
    }

    /// <summary>What an example says as another kind: nothing where it has nothing to say (a bad answer is no demonstration, a tie no preference).</summary>
    public static IEnumerable<Example> Of(Example example, Meaning to) => (example, to) switch
    {
        (Preference pair, Meaning.Thumbs) => [new Thumb(pair.Id + "-chosen", pair.Prompt, pair.Chosen, true), new Thumb(pair.Id + "-rejected", pair.Prompt, pair.Rejected, false)],
        (Solution steps, Meaning.Thumbs) => [new Thumb(steps.Id, steps.Prompt, steps.Text, steps.AllRight)],
        (Ranking ranking, Meaning.Preferences) => Pairs(ranking),
        (_, Meaning.Demonstrations) when Best(example) is { } best => [best],
        (_, Meaning.Prompts) when Asked(example) is { } prompt => [new Question(example.Id, prompt)],
        _ => MeaningOf(example) == to ? [example] : []
    };

    private static readonly Dictionary<Type, Meaning> Meanings = new()
    {
        [typeof(PlainText)] = Meaning.Texts,
        [typeof(Question)] = Meaning.Prompts,
        [typeof(Demonstration)] = Meaning.Demonstrations,
        [typeof(Preference)] = Meaning.Preferences,
        [typeof(Thumb)] = Meaning.Thumbs,
        [typeof(Ranking)] = Meaning.Rankings,
        [typeof(Solution)] = Meaning.Solutions,
    };

    private static Demonstration? Best(Example example) => example switch
    {
        Demonstration demonstration => demonstration,
        Preference pair => new(pair.Id, pair.Prompt, pair.Chosen),
        Thumb { Good: true } thumb => new(thumb.Id, thumb.Prompt, thumb.Completion),
        Ranking ranking => new(ranking.Id, ranking.Prompt, ranking.Answers.MaxBy(a => a.Score ?? double.NegativeInfinity)!.Text),
        Solution { AllRight: true } steps => new(steps.Id, steps.Prompt, steps.Text),
        _ => null
    };

    public static Conversation? Asked(Example example) => example switch
    {
        Question question => question.Prompt,
        Demonstration demonstration => demonstration.Prompt,
        Preference pair => pair.Prompt,
        Thumb thumb => thumb.Prompt,
        Ranking ranking => ranking.Prompt,
        Solution steps => steps.Prompt,
        _ => null
    };

    /// <summary>Every two answers of unlike scores, the better first. Together they weigh one: a prompt counts once, however many answers it has (arXiv 2203.02155, section 3.5).</summary>
    private static List<Preference> Pairs(Ranking ranking)
    {
        var pairs = (from better in ranking.Answers
                     from worse in ranking.Answers
                     where better.Score > worse.Score && better.Text != worse.Text
                     select (better, worse)).ToList();
        return pairs.ConvertAll(p => new Preference(ContentId.Of(ranking.Prompt, p.better.Text, p.worse.Text), ranking.Prompt, p.better.Text, p.worse.Text, null, 1.0 / pairs.Count));
    }
}
