using Heed.Evaluation.Policies;
using Heed.Evaluation.Reports.Sections;

namespace Heed.Evaluation.Reports;

/// <summary>
/// Everything a report shows, as plain records. A section that is null is named in the report with its reason from
/// <see cref="Missing"/>, never left out silently.
/// </summary>
public sealed record ReportData(string Title, DateTimeOffset Made)
{
    /// <summary>A line under the title: the run's folder, its question.</summary>
    public string? Subtitle { get; init; }

    /// <summary>The version of Heed that made the run.</summary>
    public string? Version { get; init; }

    public RunSection? Run { get; init; }

    public DataSection? Data { get; init; }

    public BaseModelSection? BaseModel { get; init; }

    public FinetuningSection? Finetuning { get; init; }

    public RatersSection? Raters { get; init; }

    public RewardModelSection? RewardModel { get; init; }

    public PolicySection? Policy { get; init; }

    public IReadOnlyList<OptimisationPoint>? Optimisation { get; init; }

    public ComparisonResult? Comparison { get; init; }

    /// <summary>Scorers against held-out human preferences.</summary>
    public IReadOnlyList<PreferenceAgreement>? Preferences { get; init; }

    /// <summary>Why a section is missing, by the name of its property here.</summary>
    public IReadOnlyDictionary<string, string> Missing { get; init; } = new Dictionary<string, string>();
}
