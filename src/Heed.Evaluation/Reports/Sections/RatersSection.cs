using Heed.Evaluation.Statistics;
using Heed.Feedback.Reliability;
using Heed.Feedback.Reports;

namespace Heed.Evaluation.Reports.Sections;

/// <summary>What was found about one rater.</summary>
/// <param name="Name">A pseudonym.</param>
/// <param name="Votes">How many answers.</param>
/// <param name="Skill">How well the votes follow the consensus of the others; 0 is chance, negative is against it.</param>
/// <param name="LeftShare">Share of choices for the side shown left; ½ is unbiased; null where sides are unknown.</param>
/// <param name="LongerShare">Share of choices for the longer answer; null where unknown.</param>
/// <param name="Weight">Weight of the votes in what is learned, 0 to 1.</param>
/// <param name="Flag">Short name of the fault found, or null.</param>
/// <param name="Reason">Why it was flagged.</param>
public sealed record RaterRow(string Name, long Votes, Measurement Skill, Measurement? LeftShare, Measurement? LongerShare, double Weight, string? Flag, string? Reason)
{
    /// <summary>Known to be faulty, where the truth is known (simulated raters).</summary>
    public bool? Faulty { get; init; }
}

/// <summary>The people who compared answers.</summary>
public sealed record RatersSection
{
    /// <summary>Empty where the data name no raters.</summary>
    public IReadOnlyList<RaterRow> Raters { get; init; } = [];

    public required long Votes { get; init; }

    public required long Pairs { get; init; }

    /// <summary>Krippendorff's alpha over all raters; null without overlap.</summary>
    public double? Alpha { get; init; }

    /// <summary>The same without the flagged raters.</summary>
    public double? AlphaUnflagged { get; init; }

    /// <summary>Share of pairs where a plain majority is right, where the truth is known.</summary>
    public double? MajorityRight { get; init; }

    /// <summary>Share of pairs where the weighted consensus is right, where the truth is known.</summary>
    public double? ConsensusRight { get; init; }

    /// <summary>What skill means, with its unit.</summary>
    public string SkillLabel { get; init; } = "skill";

    /// <summary>The sentence of who judged the raters, where there is something to know about it.</summary>
    public string? Note { get; init; }

    /// <summary>The section of a feedback report.</summary>
    /// <param name="faulty">The raters known to be faulty, where the truth is known.</param>
    public static RatersSection Of(FeedbackReport report, IReadOnlySet<string>? faulty = null) => new()
    {
        Votes = report.Votes,
        Pairs = report.Pairs,
        Alpha = report.Alpha,
        AlphaUnflagged = report.Flagged.Count > 0 ? report.AlphaUnflagged : null,
        SkillLabel = "skill (logits a standard deviation of quality)",
        Note = report.ReliabilityNote.Length == 0 ? null : report.ReliabilityNote,
        Raters = [.. (report.Raters ?? []).Select(r => Row(r, faulty))],
    };

    private static RaterRow Row(RaterReport rater, IReadOnlySet<string>? faulty)
    {
        var choices = (long)Math.Round(rater.Votes * (1 - rater.TieShare));
        Measurement? Share(double? share) => share is { } s && double.IsFinite(s) ? WilsonInterval.Of(Math.Clamp(Math.Round(s * choices), 0, choices), choices) : null;
        var flagged = rater.Flag != RaterFlag.None;
        return new RaterRow(rater.Rater, rater.Votes, new Measurement(rater.Skill.Value, rater.Skill.Low, rater.Skill.High, rater.Votes), Share(rater.LeftShare), Share(rater.LongerShare),
            rater.Weight, flagged ? rater.Flag.ToString().ToLowerInvariant() : null, flagged ? rater.Reason : null)
        {
            Faulty = faulty?.Contains(rater.Rater),
        };
    }
}
