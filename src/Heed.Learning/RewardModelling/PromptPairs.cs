using System.Runtime.InteropServices;
using Heed.Learning.Packing;

namespace Heed.Learning.RewardModelling;

/// <summary>All pairs of one prompt. Each of its answers is read once, however many pairs it is part of (Ouyang et al. 2022, arXiv 2203.02155, section 3.5).</summary>
/// <param name="Answers">The distinct answers.</param>
/// <param name="Pairs">The pairs.</param>
/// <param name="Sides">Both answers of each pair, as places among the answers.</param>
public sealed record PromptPairs(IReadOnlyList<AnsweredPrompt> Answers, IReadOnlyList<RatedPair> Pairs, IReadOnlyList<(int First, int Second)> Sides)
{
    /// <summary>Tokens of all answers, the prompt counted with each.</summary>
    public int Tokens => Answers.Sum(a => a.Length);

    /// <summary>Weight of all pairs.</summary>
    public double Weight => Pairs.Sum(p => p.Weight);

    /// <summary>Pairs by their prompt, in the order in which prompts first appear.</summary>
    public static IReadOnlyList<PromptPairs> Of(IEnumerable<RatedPair> pairs) => [.. pairs.GroupBy(p => Key(p.First.Prompt)).Select(g => Of([.. g]))];

    private static PromptPairs Of(RatedPair[] pairs)
    {
        var answers = pairs.SelectMany(p => new[] { p.First, p.Second }).DistinctBy(a => (Key(a.Prompt), Key(a.Answer))).ToList();
        var places = answers.Select((answer, place) => (answer, place)).ToDictionary(a => (Key(a.answer.Prompt), Key(a.answer.Answer)), a => a.place);
        int Place(AnsweredPrompt answer) => places[(Key(answer.Prompt), Key(answer.Answer))];
        return new PromptPairs(answers, pairs, [.. pairs.Select(p => (Place(p.First), Place(p.Second)))]);
    }

    private static string Key(int[] tokens) => new(MemoryMarshal.Cast<int, char>(tokens));
}
