using System.Reflection;
using Heed.Evaluation.Reports;
using Heed.Evaluation.Reports.Sections;
using Heed.Evaluation.Statistics;
using Heed.Feedback.Reports;
using Heed.Feedback.Statistics;
using Heed.Rounds.Files;
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
            Data = Read<DataResult>("data", DataStage.Result) is { } text ? DataOf(text) : null,
            BaseModel = BaseOf(),
            Finetuning = Curves("sft") is { } sft ? new FinetuningSection { Loss = sft["loss"], HeldOutLoss = sft.GetValueOrDefault("heldout_loss") } : null,
            Raters = feedback is null ? null : RatersOf(feedback, faultyRaters),
            RewardModel = (evidence.Preferences ?? evidence.Reward) is { } figures ? RewardOf(figures, evidence) : null,
            Policy = Curves("policy") is { } policy ? PolicyOf(policy) : null,
            Optimisation = evidence.Path,
            Comparison = evidence.Comparison,
            Missing = feedback?.Raters is null ? new Dictionary<string, string> { ["Raters"] = feedback?.ReliabilityNote ?? "no feedback was recorded" } : [],
        };
        var page = At(Page);
        new Report(data).Save(page);
        return page;
    }

    private RunSection RunOf(IReadOnlyDictionary<string, double>? seconds) => new()
    {
        Stages = [.. (seconds ?? new Dictionary<string, double>()).Select(s => new StageTime(s.Key, s.Value))],
        PeakMemoryBytes = ProcessMemory.Peak(),
        Recipe = File.Exists(At("recipe.yaml")) ? File.ReadAllText(At("recipe.yaml")) : null,
    };

    private static DataSection DataOf(DataResult data) => new()
    {
        Read = data.Read,
        Training = data.Training,
        HeldOut = data.HeldOut,
        Dropped = [.. data.Dropped.Select(d => new LedgerRow(d.Key, d.Value))],
    };

    private BaseModelSection? BaseOf()
    {
        if (Curves("base") is not { } curves || Read<PretrainResult>("base", PretrainStage.Result) is not { } result) return null;
        return new BaseModelSection
        {
            Loss = curves["loss"],
            HeldOutLoss = curves.GetValueOrDefault("heldout_loss"),
            Memorisation = Read<Heed.Evaluation.Memorisation.MemorisationFigures>("base", MemorisationStage.Result),
            Facts =
            [
                new("parameters", result.Parameters.ToString("N0")), new("tokens", result.Tokens.ToString("N0")), new("tokens a second", result.TokensPerSecond.ToString("N0")),
                new("held-out loss", $"{result.HeldoutLoss:F4} nats a token"), new("bits a byte", $"{result.BitsPerByte:F4}"),
            ],
        };
    }

    private static RatersSection RatersOf(FeedbackReport feedback, IReadOnlyList<string>? faulty) => new()
    {
        Votes = feedback.Votes,
        Pairs = feedback.Pairs,
        Alpha = feedback.Alpha,
        Raters = [.. (feedback.Raters ?? []).Select(r => new RaterRow(r.Rater, r.Votes, Of(r.Skill, r.Votes), Share(r.LeftShare, r.Votes), Share(r.LongerShare, r.Votes), r.Weight,
            r.Flag == Heed.Feedback.Reliability.RaterFlag.None ? null : r.Flag.ToString(), r.Reason) { Faulty = faulty?.Contains(r.Rater) })],
        SkillLabel = "skill, logits a standard deviation of quality",
    };

    private RewardModelSection RewardOf(Heed.Evaluation.RewardModels.RewardModelFigures figures, EvidenceResult evidence)
    {
        var curves = Curves("reward");
        return new RewardModelSection
        {
            Figures = evidence.Reward is { } truth ? figures with { AccuracyGold = truth.AccuracyGold, AccuracyGoldClear = truth.AccuracyGoldClear } : figures,
            Loss = curves?.GetValueOrDefault("loss"),
            HeldOutAccuracy = curves?.GetValueOrDefault("heldout_accuracy"),
        };
    }

    private PolicySection PolicyOf(IReadOnlyDictionary<string, Curve> curves) => new()
    {
        Algorithm = "PPO",
        Curves = curves,
        KeptStep = Read<AlignResult>("policy", PretrainStage.Result)?.BestStep,
    };

    private IReadOnlyDictionary<string, Curve>? Curves(string stage)
    {
        var journal = At(stage, "journal.jsonl");
        return File.Exists(journal) ? Curve.FromJournal(Journal.Read(journal)) : null;
    }

    private T? Read<T>(string stage, string file) where T : class => File.Exists(At(stage, file)) ? JsonLines.ReadDocument<T>(At(stage, file)) : null;

    private string At(params string[] parts) => Path.Combine([round, .. parts]);

    private static Measurement Of(Estimate estimate, long count) => new(estimate.Value, estimate.Value - 1.96 * estimate.StandardError, estimate.Value + 1.96 * estimate.StandardError, count);

    private static Measurement Share(double? share, long count) => share is { } s ? WilsonInterval.Of(s * count, count) : new Measurement(double.NaN, double.NaN, double.NaN, 0);
}
