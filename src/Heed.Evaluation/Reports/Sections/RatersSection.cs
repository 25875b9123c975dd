using Heed.Evaluation.Statistics;

namespace Heed.Evaluation.Reports.Sections;

/// <summary>What was found about one rater.</summary>
/// <param name="Name">A pseudonym.</param>
/// <param name="Votes">How many answers.</param>
/// <param name="Skill">How well the votes follow the consensus of the others; 0 is chance, negative is against it.</param>
/// <param name="LeftShare">Share of votes for the side shown left; ½ is unbiased.</param>
/// <param name="LongerShare">Share of votes for the longer answer.</param>
/// <param name="Weight">Weight of the votes in what is learned, 0 to 1.</param>
/// <param name="Flag">Short name of the fault found, or null.</param>
/// <param name="Reason">Why it was flagged.</param>
public sealed record RaterRow(string Name, long Votes, Measurement Skill, Measurement LeftShare, Measurement LongerShare, double Weight, string? Flag, string? Reason)
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
}
