using Heed.Evaluation.Reports.Parts;
using Heed.Runs;

namespace Heed.Evaluation.Reports;

/// <summary>The report of a run: one HTML page that needs nothing but itself, light and dark, for a phone and for a desk.</summary>
public sealed class Report(ReportData data)
{
    /// <summary>Writes the page atomically.</summary>
    public void Save(string path) => AtomicFile.WriteText(path, ToHtml());

    /// <summary>The page. It is well-formed XML too.</summary>
    public string ToHtml()
    {
        var parts = Sections();
        return ReportPage.Of(data.Title, Made(), parts, SummaryPart.Of(data, parts)).ToString();
    }

    private ReportPart[] Sections() =>
    [
        Section("run", "The run", nameof(data.Run), data.Run, RunPart.Of),
        Section("data", "Data", nameof(data.Data), data.Data, DataPart.Of),
        Section("base-model", "Base model", nameof(data.BaseModel), data.BaseModel, BaseModelPart.Of),
        Section("sft", "Fine-tuning on demonstrations", nameof(data.Finetuning), data.Finetuning, FinetuningPart.Of),
        Section("raters", "Raters", nameof(data.Raters), data.Raters, RatersPart.Of),
        Section("reward-model", "Reward model", nameof(data.RewardModel), data.RewardModel, RewardModelPart.Of),
        Section("policy", "Optimising the policy", nameof(data.Policy), data.Policy, PolicyPart.Of),
        Section("over-optimisation", "Over-optimisation", nameof(data.Optimisation), data.Optimisation, OptimisationPart.Of),
        Section("comparison", "The policy against where it came from", nameof(data.Comparison), data.Comparison, c => ComparisonPart.Of(c, data.Preferences)),
        Section("samples", "Samples side by side", nameof(data.Comparison), data.Comparison?.Samples is { Count: > 0 } samples ? samples : null, SamplesPart.Of),
        DefinitionsPart.Of(),
    ];

    private ReportPart Section<T>(string id, string title, string name, T? section, Func<T, ReportPart> draw) where T : class =>
        section is not null ? draw(section) : new ReportPart(id, title) { Missing = data.Missing.GetValueOrDefault(name, "the run has no such stage.") };

    private string Made() => ReportPage.Made(data.Subtitle, data.Made, data.Version);
}
