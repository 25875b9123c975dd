using Heed.Evaluation.Plots;

namespace Heed.Evaluation.Reports;

/// <summary>What the numbers of a figure say.</summary>
public enum Health
{
    /// <summary>Nothing to judge by.</summary>
    Unknown,
    /// <summary>As it should be.</summary>
    Good,
    /// <summary>Not wrong, but worth a look before relying on it.</summary>
    Look,
    /// <summary>Wrong.</summary>
    Bad,
}

/// <summary>A judgement computed from numbers, with those numbers in words.</summary>
public sealed record Judgement(Health Health, string Why)
{
    public static Judgement Good(string why) => new(Health.Good, why);

    public static Judgement Look(string why) => new(Health.Look, why);

    public static Judgement Bad(string why) => new(Health.Bad, why);

    public static Judgement Unknown(string why) => new(Health.Unknown, why);

    /// <summary>Good below the first bound, worth a look below the second, else bad.</summary>
    public static Judgement Rising(double value, double good, double look, string why) =>
        double.IsNaN(value) ? Unknown(why) : value <= good ? Good(why) : value <= look ? Look(why) : Bad(why);

    /// <summary>Good above the first bound, worth a look above the second, else bad.</summary>
    public static Judgement Falling(double value, double good, double look, string why) =>
        double.IsNaN(value) ? Unknown(why) : value >= good ? Good(why) : value >= look ? Look(why) : Bad(why);

    /// <summary>The worst of several, the earlier of equals.</summary>
    public static Judgement Worst(params IReadOnlyList<Judgement> judgements) => judgements.MaxBy(j => j.Health)!;

    internal string Word => Health switch
    {
        Health.Good => "Good",
        Health.Look => "Look at it",
        Health.Bad => "Bad",
        _ => "Not judged",
    };

    internal string Class => Health switch
    {
        Health.Good => "good",
        Health.Look => "look",
        Health.Bad => "bad",
        _ => "unknown",
    };

    internal string Sign => Health switch
    {
        Health.Good => "✓",
        Health.Look => "!",
        Health.Bad => "✕",
        _ => "–",
    };

    /// <summary>A small mark with the word, for headings and cards.</summary>
    internal Markup Badge => Markup.Of($"<span class=\"badge {Class}\"><span class=\"sign\" aria-hidden=\"true\">{Sign}</span> {Word}</span>");
}
