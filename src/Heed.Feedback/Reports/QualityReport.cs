using Heed.Feedback.Balance;
using Heed.Feedback.Biases;
using Heed.Feedback.Reliability;
using Heed.Feedback.Statistics;

namespace Heed.Feedback.Reports;

/// <summary>What was found about a rater.</summary>
public enum FindingKind
{
    /// <summary>Prefers a side.</summary>
    Side,
    /// <summary>Prefers the longer or the shorter answer.</summary>
    Length,
    /// <summary>Prefers the worse answer.</summary>
    Adversary,
    /// <summary>Answers by coin.</summary>
    Spammer,
    /// <summary>Answers became worse.</summary>
    Drift,
    /// <summary>Says what another says.</summary>
    Copying,
    /// <summary>Answers faster than anybody reads.</summary>
    Speed,
    /// <summary>Says something else when asked again.</summary>
    Unsteady,
    /// <summary>Wrong about questions with a known answer.</summary>
    Gold,
}

/// <summary>A finding in words that a person can check.</summary>
/// <param name="Serious">Enough to talk to the rater about; otherwise something to keep an eye on.</param>
public sealed record RaterFinding(string Rater, FindingKind Kind, string Reason, bool Serious);

/// <summary>A rater over time.</summary>
/// <param name="Rater">Who.</param>
/// <param name="Windows">Share of answers, in equal stretches of time, that the others would call right, with their 95 % intervals.</param>
/// <param name="Drift">Whether it fell.</param>
/// <param name="Since">When, where it did.</param>
public sealed record RaterCourse(string Rater, IReadOnlyList<CourseWindow> Windows, DriftFinding Drift, DateTimeOffset? Since);

/// <summary>Two raters who say the same more often than who judges alone.</summary>
/// <param name="Pairs">The pairs both judged.</param>
/// <param name="Share">Share of them on which they say the same.</param>
/// <param name="Expected">What it would be if each judged alone.</param>
/// <param name="P">Of so much agreement by chance, adjusted for all pairs of raters.</param>
/// <param name="SecondLater">Share of those pairs that <paramref name="Other"/> answered after <paramref name="Rater"/>.</param>
public sealed record CopiedAnswers(string Rater, string Other, int Pairs, double Share, double Expected, double P, double SecondLater);

/// <summary>A stretch of a rater's answers.</summary>
public sealed record CourseWindow(DateTimeOffset Middle, int Answers, double Right, Interval Interval);

/// <summary>What the population weights change.</summary>
/// <param name="What">Of which share.</param>
/// <param name="Plain">Over the answers as they are.</param>
/// <param name="Weighted">Over the answers as weighted.</param>
public sealed record WeightedShare(string What, double Plain, double Weighted);

/// <summary>The report on raters and bias: <see cref="Feedback"/> and what needs time, repeats, known answers or groups.</summary>
public sealed record QualityReport
{
    public required FeedbackReport Feedback { get; init; }

    /// <summary>When the first and the last vote were given; null without votes.</summary>
    public TimeSpread? Span { get; init; }

    /// <summary>Everything found about raters, the serious first.</summary>
    public required IReadOnlyList<RaterFinding> Findings { get; init; }

    /// <summary>What the side and the looks of answers do to choices, all raters together.</summary>
    public required IReadOnlyList<FeatureEffect> Effects { get; init; }

    /// <summary>Who wrote the better answers, by comparisons and by rankings, where answers have several authors.</summary>
    public IReadOnlyList<Standings> Standings { get; init; } = [];

    /// <summary>By attribute: how groups of raters agree.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<GroupFigures>> Groups { get; init; }

    /// <summary>By attribute: how many answers each group gave about which two sources, where there are several of both.</summary>
    public IReadOnlyList<CoverageTable> Coverage { get; init; } = [];

    /// <summary>Raters over time, where there is enough of it.</summary>
    public required IReadOnlyList<RaterCourse> Courses { get; init; }

    public required IReadOnlyDictionary<string, SpeedFigures> Speed { get; init; }

    public required IReadOnlyList<CopiedAnswers> Copies { get; init; }

    /// <summary>By rater: how steady, on items asked again.</summary>
    public required IReadOnlyDictionary<string, Steadiness> Steadiness { get; init; }

    /// <summary>All repeats together.</summary>
    public Steadiness? AllRepeats { get; init; }

    /// <summary>By rater: against known answers, with what the sequential test says.</summary>
    public required IReadOnlyDictionary<string, GoldFigures> Gold { get; init; }

    /// <summary>The weights that make the answers stand for the population; null without a target.</summary>
    public PopulationFit? Population { get; init; }

    /// <summary>What those weights change.</summary>
    public IReadOnlyList<WeightedShare> Shares { get; init; } = [];

    public required IReadOnlyList<PausedRater> Paused { get; init; }

    /// <summary>What to do next, the most urgent first.</summary>
    public required IReadOnlyList<string> NextSteps { get; init; }
}

/// <summary>From the first to the last of some events.</summary>
public sealed record TimeSpread(DateTimeOffset First, DateTimeOffset Last);

/// <summary>A rater on questions whose answer is known.</summary>
public sealed record GoldFigures(int Right, int Asked, Interval Interval, SequentialDecision Decision, int? DecidedAfter);
