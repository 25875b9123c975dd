using Heed.Runs;
using Heed.Simulation.Judging;
using Heed.Simulation.Prompts;

namespace Heed.Simulation.Rating;

/// <summary>Twelve raters: eight good ones from careless to sharp, a spammer, one who prefers the left, one who prefers the longer, an adversary.</summary>
public static class RaterPanel
{
    private const double AdversarySharpness = 6;
    private static readonly double[] GoodSharpness = [4, 5, 6, 8, 10, 12, 15, 20];

    /// <summary>The raters in an order, and so with names, that the seed draws.</summary>
    /// <param name="seed">Of names and noise.</param>
    /// <param name="find">Finds a prompt by its id.</param>
    /// <param name="gold">What the raters judge by.</param>
    public static IReadOnlyList<SimulatedRater> Of(ulong seed, Func<string, WorldPrompt> find, GoldScore gold)
    {
        (RaterKind Kind, double Sharpness)[] people =
        [
            .. GoodSharpness.Select(s => (RaterKind.Good, s)), (RaterKind.Spammer, 0), (RaterKind.Left, 0), (RaterKind.Length, 0), (RaterKind.Adversary, AdversarySharpness),
        ];
        new SeededRandom(seed, "raters/order").Shuffle<(RaterKind, double)>(people);
        return [.. people.Select((p, i) => new SimulatedRater($"rater-{i + 1:00}", p.Kind, p.Sharpness, seed, page =>
        {
            var prompt = find(page.Item.Prompt.Id);
            return gold(prompt, page.Left.Text, page.Left.Ended) - gold(prompt, page.Right.Text, page.Right.Ended);
        }))];
    }
}
