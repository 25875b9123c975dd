using System.Reflection;
using Heed.Evaluation.Likelihood;
using Heed.Evaluation.Plots;
using Heed.Evaluation.Reports;
using Heed.Evaluation.Reports.Sections;
using Heed.Feedback.Reports;
using Heed.Rounds.Files;
using Heed.Rounds.Recipes;
using Heed.Runs;

namespace Heed.Rounds.Stages;

/// <summary>What the stages of a round left in its folder → report.html, one page.</summary>
public sealed class ReportStage(string round, StageContext context)
{
    public const string Page = "report.html";

    /// <param name="faultyRaters">The truth about raters, where it is known.</param>
    /// <param name="stageSeconds">Seconds of each stage; null where they are not known.</param>
    public string Run(IReadOnlyList<string>? faultyRaters = null, IReadOnlyDictionary<string, double>? stageSeconds = null)
    {
        var evidence = JsonLines.ReadDocument<EvidenceResult>(At("evaluation", EvidenceStage.Result));
        var feedback = Read<FeedbackReport>("feedback", FeedbackStage.Report);
        var data = new ReportData("A round of Heed", context.Clock.GetUtcNow())
        {
            Subtitle = Path.GetFullPath(round),
            Version = typeof(ReportStage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
            Run = RunOf(stageSeconds),
            Data = File.Exists(At("data", "ledger.json")) ? DataSection.FromLedger(At("data", "ledger.json")) : null,
            BaseModel = BaseOf(),
            Finetuning = Curves("sft") is { } sft ? new FinetuningSection { Loss = sft["loss"], HeldOutLoss = sft.GetValueOrDefault("heldout_loss") } : null,
            Raters = feedback is null ? null : RatersSection.Of(feedback, faultyRaters?.ToHashSet()),
            RewardModel = RewardOf(evidence),
            Policy = Curves("policy") is { } policy ? PolicyOf(policy) : null,
            Optimisation = evidence.Path,
            Comparison = evidence.Comparison,
            Preferences = evidence.Agreement,
            Missing = feedback?.Raters is null ? new Dictionary<string, string> { ["Raters"] = feedback?.ReliabilityNote ?? "no feedback was recorded" } : [],
        };
        var page = At(Page);
        new Report(data).Save(page);
        return page;
    }

    /// <summary>Times and memory of this process while the round runs; afterwards those that its result has kept.</summary>
    private RunSection RunOf(IReadOnlyDictionary<string, double>? seconds)
    {
        var kept = seconds is null && File.Exists(At(PretrainStage.Result)) ? JsonLines.ReadDocument<RoundResult>(At(PretrainStage.Result)) : null;
        return new RunSection
        {
            Stages = [.. (seconds ?? kept?.StageSeconds ?? new Dictionary<string, double>()).Select(s => new StageTime(s.Key, s.Value))],
            PeakMemoryBytes = seconds is null ? kept?.PeakMemoryBytes : ProcessMemory.Peak(),
            Machine = Fact.FromJson(At("policy", "machine.json")),
            Versions = Fact.FromJson(At("policy", "versions.json")),
            Recipe = File.Exists(At("recipe.yaml")) ? File.ReadAllText(At("recipe.yaml")) : null,
        };
    }

    private BaseModelSection? BaseOf()
    {
        if (Curves("base") is not { } curves || Read<PretrainResult>("base", PretrainStage.Result) is not { } result) return null;
        var heldOut = Read<HeldOutFigures>("base", MemorisationStage.HeldOut);
        return new BaseModelSection
        {
            Loss = curves["loss"],
            HeldOutLoss = curves.GetValueOrDefault("heldout_loss"),
            HeldOut = heldOut?.Likelihood,
            BaselineBitsPerByte = heldOut?.CompressedBitsPerByte,
            Baseline = "DEFLATE",
            Memorisation = Read<Heed.Evaluation.Memorisation.MemorisationFigures>("base", MemorisationStage.Result),
            Facts =
            [
                new("Parameters", NumberText.Count(result.Parameters)), new("Tokens seen", NumberText.Count(result.Tokens)),
                new("Tokens a second", NumberText.Count(result.TokensPerSecond)),
            ],
        };
    }

    private RewardModelSection? RewardOf(EvidenceResult evidence)
    {
        var curves = Curves("reward");
        return RewardModelSection.Of(evidence.Preferences, evidence.Reward) is not { } section ? null
            : section with { Loss = curves?.GetValueOrDefault("loss"), HeldOutAccuracy = curves?.GetValueOrDefault("heldout_accuracy") };
    }

    private PolicySection PolicyOf(IReadOnlyDictionary<string, Curve> curves)
    {
        var resolved = File.Exists(At("policy", "recipe.yaml")) ? Recipe.Load<AlignRecipe>(At("policy", "recipe.yaml"), []) : null;
        var recipe = resolved?.Training ?? new();
        return new PolicySection
        {
            Algorithm = recipe.Algorithm.ToString().ToUpperInvariant(),
            Curves = curves,
            KlBudget = recipe.Kl.Budget,
            LogProbTolerance = recipe.LogProbToleranceIn(resolved?.Numbers ?? Heed.Models.Numerics.NumericType.Float32),
            KeptStep = Read<AlignResult>("policy", PretrainStage.Result)?.BestStep,
        };
    }

    private IReadOnlyDictionary<string, Curve>? Curves(string stage)
    {
        var journal = At(stage, "journal.jsonl");
        return File.Exists(journal) ? Curve.FromJournal(Journal.Read(journal)) : null;
    }

    private T? Read<T>(string stage, string file) where T : class => File.Exists(At(stage, file)) ? JsonLines.ReadDocument<T>(At(stage, file)) : null;

    private string At(params string[] parts) => Path.Combine([round, .. parts]);
}
