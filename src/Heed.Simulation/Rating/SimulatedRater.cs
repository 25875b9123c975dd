using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Runs;

namespace Heed.Simulation.Rating;

/// <summary>
/// A simulated person who compares answers. A judgement depends on the seed, the rater and the page alone, not on what was judged before; it
/// holds a side and a time, and nothing of the gold reward but which side it made the rater take.
/// </summary>
public sealed class SimulatedRater : IRater
{
    private const double LeftLogit = 3, LogitPerWord = .4;
    private readonly ulong _seed;
    private readonly Func<ComparisonPage, double> _advantageOfLeft;

    /// <param name="name">Says nothing of the kind.</param>
    /// <param name="kind">What moves the rater.</param>
    /// <param name="sharpness">See <see cref="Sharpness"/>.</param>
    /// <param name="seed">Of the noise.</param>
    /// <param name="advantageOfLeft">Gold of the left answer minus gold of the right.</param>
    internal SimulatedRater(string name, RaterKind kind, double sharpness, ulong seed, Func<ComparisonPage, double> advantageOfLeft)
    {
        (Name, Kind, Sharpness) = (name, kind, sharpness);
        (_seed, _advantageOfLeft) = (seed, advantageOfLeft);
    }

    public string Name { get; }

    public ActorKind Actor => ActorKind.Code;

    /// <summary>What moves the rater: the truth, for the final check of who was flagged.</summary>
    public RaterKind Kind { get; }

    /// <summary>Whether the rater should be flagged.</summary>
    public bool Faulty => Kind != RaterKind.Good;

    /// <summary>
    /// Of good raters and adversaries: prefers the left answer with probability σ(±sharpness · Δgold) (Bradley and Terry 1952). 0 for the others.
    /// </summary>
    public double Sharpness { get; }

    public Judgement Judge(ComparisonPage page)
    {
        var random = new SeededRandom(_seed, $"raters/{Name}/{page.Item.Id}");
        var left = random.Chance(1 / (1 + Math.Exp(-Logit(page))));
        return new Judgement(left ? Choice.Left : Choice.Right, Time(page, random));
    }

    private double Logit(ComparisonPage page) => Kind switch
    {
        RaterKind.Good => Sharpness * _advantageOfLeft(page),
        RaterKind.Adversary => -Sharpness * _advantageOfLeft(page),
        RaterKind.Left => LeftLogit,
        RaterKind.Length => LogitPerWord * (page.Left.Words - page.Right.Words),
        _ => 0,
    };

    /// <summary>Two seconds to decide and three to four words read a second, log-normal noise; who does not read takes a second or two.</summary>
    private TimeSpan Time(ComparisonPage page, SeededRandom random)
    {
        var words = page.Left.Words + page.Right.Words + page.Item.Prompt.Conversation.Messages.Sum(m => m.Content.Count(c => c == ' ') + 1);
        var reads = Kind is not (RaterKind.Spammer or RaterKind.Left);
        var seconds = (reads ? 2 + words / 3.5 : 1.5) * Math.Exp(.4 * random.NextGaussian());
        return TimeSpan.FromMilliseconds(Math.Round(1000 * seconds));
    }
}
