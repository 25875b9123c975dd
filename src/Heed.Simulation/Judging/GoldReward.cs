using Heed.Runs;
using Heed.Simulation.People;
using Heed.Simulation.Prompts;
using Heed.Simulation.Writing;

namespace Heed.Simulation.Judging;

/// <summary>
/// The truth of the world: how good an answer is. A weighted sum of virtues (together at most 1) and faults. Raters judge through it with
/// noise and the final evaluation reports it; nothing that learns may see it.
/// </summary>
public sealed class GoldReward
{
    private const int SampleTexts = 6000;
    private readonly KnownPairs _language = new(Sample());

    /// <summary>1 is an excellent answer, 0 is worth nothing, below 0 does harm.</summary>
    public double Score(WorldPrompt prompt, string answer, bool ended) => Explain(prompt, answer, ended).Total;

    /// <summary>The same, part by part.</summary>
    public GoldAnatomy Explain(WorldPrompt prompt, string answer, bool ended)
    {
        var wording = new Wording(answer);
        return new GoldAnatomy(
        [
            new("answer", Virtues.Answer(prompt, wording), .40),
            new("topic", Virtues.Topic(prompt, wording), .10),
            new("courtesy", Virtues.Courtesy(wording), .22),
            new("length", Virtues.Length(wording), .13),
            new("ending", Virtues.Ending(wording, ended), .15),
            new("harm", Faults.Harm(wording), .80),
            new("repetition", Faults.Repetition(wording), .40),
            new("language", -_language.StrangeShare(wording), .80),
        ]);
    }

    /// <summary>Texts of every kind, from a seed of their own: the language is the same in every world.</summary>
    private static IEnumerable<string> Sample()
    {
        var random = new SeededRandom(0, "gold/language");
        var documents = new DocumentWriter(new CorpusMixture(Quizzes: .2, Stories: .3), AnswerHabits.Corpus);
        var answers = new AnswerWriter(AnswerHabits.Demonstration);
        for (var i = 0; i < SampleTexts / 2; i++)
        {
            yield return documents.Write(random, (_, _) => true);
            var (person, known) = (Person.Draw(random), Person.DrawTraits(random));
            yield return answers.Write(person, known, random.Pick(known), random);
        }
    }
}
