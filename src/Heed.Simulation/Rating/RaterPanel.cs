using Heed.Runs;
using Heed.Simulation.Judging;
using Heed.Simulation.Prompts;

namespace Heed.Simulation.Rating;

/// <summary>
/// Twelve raters: eight good ones from careless to sharp, a spammer, one who prefers the left, one who prefers the longer, an adversary.
/// A verdict depends on the seed, the rater and the comparison's number alone, not on the order in which comparisons are made.
/// </summary>
public sealed class RaterPanel
{
    private const double LeftLogit = 3, LogitPerWord = .4, AdversarySharpness = 6;
    private static readonly double[] GoodSharpness = [4, 5, 6, 8, 10, 12, 15, 20];
    private readonly ulong _seed;
    private readonly GoldScore _gold;

    public RaterPanel(ulong seed, GoldScore gold)
    {
        (_seed, _gold) = (seed, gold);
        (RaterKind Kind, double Sharpness)[] people =
        [
            .. GoodSharpness.Select(s => (RaterKind.Good, s)), (RaterKind.Spammer, 0), (RaterKind.Left, 0), (RaterKind.Length, 0), (RaterKind.Adversary, AdversarySharpness),
        ];
        new SeededRandom(seed, "raters/order").Shuffle<(RaterKind, double)>(people);
        Raters = [.. people.Select((p, i) => new Rater($"rater-{i + 1:00}", p.Kind, p.Sharpness))];
    }

    public IReadOnlyList<Rater> Raters { get; }

    /// <summary>What the rater says when shown these two answers.</summary>
    /// <param name="comparison">The comparison's number; the same number gives the same chance.</param>
    public Verdict Judge(Rater rater, long comparison, WorldPrompt prompt, ShownAnswer left, ShownAnswer right)
    {
        var random = new SeededRandom(_seed, $"raters/{rater.Name}", comparison);
        var prefersLeft = random.Chance(1 / (1 + Math.Exp(-Logit(rater, prompt, left, right))));
        return new Verdict(prefersLeft, Time(rater, Words(prompt.Facts) + Words(left.Text) + Words(right.Text), random));
    }

    private double Logit(Rater rater, WorldPrompt prompt, ShownAnswer left, ShownAnswer right) => rater.Kind switch
    {
        RaterKind.Good => rater.Sharpness * Difference(prompt, left, right),
        RaterKind.Adversary => -rater.Sharpness * Difference(prompt, left, right),
        RaterKind.Left => LeftLogit,
        RaterKind.Length => LogitPerWord * (Words(left.Text) - Words(right.Text)),
        _ => 0,
    };

    private double Difference(WorldPrompt prompt, ShownAnswer left, ShownAnswer right) =>
        _gold(prompt, left.Text, left.Ended) - _gold(prompt, right.Text, right.Ended);

    /// <summary>Reading at three to four words a second, two seconds to decide, log-normal noise; who does not read takes a second or two.</summary>
    private static TimeSpan Time(Rater rater, int words, SeededRandom random)
    {
        var reads = rater.Kind is not (RaterKind.Spammer or RaterKind.Left);
        var seconds = (reads ? 2 + words / 3.5 : 1.5) * Math.Exp(.4 * random.NextGaussian());
        return TimeSpan.FromMilliseconds(Math.Round(1000 * seconds));
    }

    private static int Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
}
