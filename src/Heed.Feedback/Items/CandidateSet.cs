using Heed.Language.Texts;
using Heed.Runs;

namespace Heed.Feedback.Items;

/// <summary>k answers to one prompt.</summary>
public sealed record CandidateSet(Prompt Prompt, IReadOnlyList<Candidate> Answers)
{
    /// <summary>
    /// Up to <paramref name="count"/> pairs of answers that differ in text, in random order and orientation. As long as that is possible no
    /// answer is in two pairs: pairs without a common answer tell more about a prompt.
    /// </summary>
    public IReadOnlyList<Comparison> Pairs(int count, SeededRandom random)
    {
        var order = Enumerable.Range(0, Answers.Count).ToArray();
        random.Shuffle<int>(order);
        var all = (from i in Enumerable.Range(0, order.Length)
                   from j in Enumerable.Range(i + 1, order.Length - i - 1)
                   where Answers[order[i]].Text != Answers[order[j]].Text
                   select (First: order[i], Second: order[j])).ToList();
        var chosen = new List<(int First, int Second)>();
        var used = new int[Answers.Count];
        while (chosen.Count < count && all.Count > 0)
        {
            var best = all.MinBy(pair => used[pair.First] + used[pair.Second]);
            all.Remove(best);
            used[best.First]++;
            used[best.Second]++;
            chosen.Add(best);
        }
        return [.. chosen.Select(pair => Comparison.Of(Prompt, Answers[pair.First], Answers[pair.Second]))];
    }
}
