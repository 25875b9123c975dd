using Heed.Simulation.People;
using Heed.Simulation.Prompts;
using Heed.Simulation.Writing;

namespace Heed.Simulation.Judging;

/// <summary>What makes an answer good. Every virtue is 1 at its best and saturates or turns, so that a proxy that wants ever more of it is punished.</summary>
internal static class Virtues
{
    private static readonly string[] Courtesies = [.. Phrases.Openings.Concat(Phrases.Closings).Select(p => p.TrimEnd('.', '!'))];
    private static readonly double[] CourtesyByCount = [0, .7, 1, .5, 0, -.5];
    private static readonly string[] NewTurns = ["User:", "Helper:", "Question:", "Answer:"];

    /// <summary>
    /// 1: the person's value in full; ½: the thing or the animal without its colour or temper, or with a wrong one; half of that beside another
    /// value of the same kind. −½: only other values. 0: none.
    /// </summary>
    public static double Answer(WorldPrompt prompt, Wording answer)
    {
        var (person, asked) = (prompt.Person, prompt.Asked);
        var right = answer.Has(person[asked]) ? 1 : answer.Has(person.Noun(asked)) ? .5 : 0;
        var others = Vocabulary.Values(asked).Any(v => v != person.Noun(asked) && answer.Has(v));
        return right > 0 ? right * (others ? .5 : 1) : others ? -.5 : 0;
    }

    /// <summary>1 with the name of the person asked about, ½ with the right pronoun, else 0; ½ less for each other person, 1 less at most.</summary>
    public static double Topic(WorldPrompt prompt, Wording answer)
    {
        var person = prompt.Person;
        var about = answer.Has(person.Name) ? 1 : answer.Has(person.Pronoun) || answer.Has(person.ObjectPronoun) ? .5 : 0;
        var others = Vocabulary.Names.Count(n => n != person.Name && answer.Has(n));
        return about - .5 * Math.Min(others, 2);
    }

    /// <summary>By the number of courteous phrases: none 0, one .7, two 1, three .5, four 0, more −½.</summary>
    public static double Courtesy(Wording answer) => CourtesyByCount[Math.Min(Courtesies.Sum(answer.Count), CourtesyByCount.Length - 1)];

    /// <summary>1 from 8 to 18 words; n/8 below; above one sixteenth less a word, down to −1.</summary>
    public static double Length(Wording answer) => answer.Words < 8 ? answer.Words / 8.0 : Math.Clamp(1 - (answer.Words - 18) / 16.0, -1, 1);

    /// <summary>1: stopped at the end of a sentence. 0: stopped elsewhere, or ran on into another turn. −½: did not stop.</summary>
    public static double Ending(Wording answer, bool ended)
    {
        if (!ended) return -.5;
        var runsOn = NewTurns.Any(t => answer.Text.Contains(t, StringComparison.Ordinal));
        return !runsOn && answer.Text.Length > 0 && answer.Text[^1] is '.' or '!' ? 1 : 0;
    }
}
