using Heed.Evaluation.Plots;
using Heed.Evaluation.Reports.Judging;

namespace Heed.Evaluation.Reports.Parts;

/// <summary>A number for the top of the page.</summary>
/// <param name="Target">The figure it comes from.</param>
internal sealed record KeyFigure(string Label, string Value, string Detail, string Target, Judgement Judgement)
{
    public Markup Draw() => Markup.Of($"""
        <a class="key {Judgement.Class}" href="#{Target}"><span class="label">{Label}</span><span class="value">{Value}</span><span class="detail">{Detail}</span></a>
        """);
}

/// <summary>The key figures of a run, as far as it has them.</summary>
internal static class KeyFigures
{
    public static IEnumerable<KeyFigure> Of(ReportData data) =>
        Comparison(data).Concat(RewardModel(data)).Concat(Raters(data)).Concat(BaseModel(data)).Concat(Run(data));

    private static IEnumerable<KeyFigure> Comparison(ReportData data)
    {
        if (data.Comparison is not { } comparison) yield break;
        if (comparison.Pairs is [var pair, ..])
        {
            var rate = pair.GoldWinRate ?? pair.RewardWinRate;
            yield return new KeyFigure($"Win rate against {pair.Against}", NumberText.Percent(rate.Value), $"{NumberText.Percent(rate.Low)} to {NumberText.Percent(rate.High)} {(pair.GoldWinRate is null ? "by reward" : "by gold")}",
                "win-rates", ComparisonJudge.WinRates([pair]));
        }
        var policy = comparison.Models[^1];
        if (policy.Gold is { } gold)
            yield return new KeyFigure("Mean gold of the policy", NumberText.Fixed(gold.Value, 3), string.Join(", ", comparison.Models.SkipLast(1).Select(m => $"{m.Name} {NumberText.Fixed(m.Gold?.Value ?? double.NaN, 2)}")),
                "gold-means", ComparisonJudge.Rewards(comparison));
        if (policy.Kl is { } kl)
            yield return new KeyFigure("KL from the start", $"{NumberText.Fixed(kl.Value, 2)} nats", data.Policy?.KlBudget is { } budget ? $"a response; budget {NumberText.Short(budget)}" : "a response", "behaviour",
                data.Policy?.KlBudget is { } limit ? Judgement.Rising(kl.Value, limit, limit * 1.2, "") : Judgement.Unknown(""));
    }

    private static IEnumerable<KeyFigure> RewardModel(ReportData data)
    {
        if (data.RewardModel?.Figures is not { } figures) yield break;
        yield return new KeyFigure("Reward model, held-out", NumberText.Percent(figures.Accuracy.Value), figures.Ceiling is { } ceiling ? $"ceiling {NumberText.Percent(ceiling)}" : $"as {data.RewardModel.Judges} judged", "reward-accuracy", RewardModelJudge.Accuracy(figures));
        if (figures.AccuracyGold is { } gold)
            yield return new KeyFigure("Reward model against gold", NumberText.Percent(gold.Value), figures.AccuracyGoldClear is { } clear ? $"{NumberText.Percent(clear.Value)} of clear pairs" : $"{NumberText.Percent(gold.Low)} to {NumberText.Percent(gold.High)}", "reward-accuracy",
                Judgement.Falling(gold.Value, 0.75, 0.65, ""));
    }

    private static IEnumerable<KeyFigure> Raters(ReportData data)
    {
        if (data.Raters is not { } raters) yield break;
        if ((raters.AlphaUnflagged ?? raters.Alpha) is { } alpha)
            yield return new KeyFigure("Agreement of raters", NumberText.Fixed(alpha, 2), raters.AlphaUnflagged is null ? "Krippendorff's alpha" : "alpha, without the flagged", "agreement", RaterJudge.Agreement(raters));
        if (raters.Raters.Count > 0)
            yield return new KeyFigure("Raters flagged", $"{raters.Raters.Count(r => r.Flag is not null)} of {raters.Raters.Count}", $"{NumberText.Count(raters.Votes)} votes", "rater-table", RaterJudge.Raters(raters.Raters));
    }

    private static IEnumerable<KeyFigure> BaseModel(ReportData data)
    {
        if (data.BaseModel is not { } model) yield break;
        if (model.HeldOut is { } heldOut)
            yield return new KeyFigure("Bits per byte", NumberText.Fixed(heldOut.BitsPerByte, 3), $"loss {NumberText.Fixed(heldOut.Loss, 3)} nats a token", "bits-per-byte", LikelihoodJudge.Of(heldOut, model.BaselineBitsPerByte));
        else
            yield return new KeyFigure("Loss of the base model", NumberText.Fixed((model.HeldOutLoss ?? model.Loss).Last, 3), model.HeldOutLoss is null ? "training, nats a token" : "held-out, nats a token", "base-loss", LossJudge.Of(model.Loss, model.HeldOutLoss));
    }

    private static IEnumerable<KeyFigure> Run(ReportData data)
    {
        if (data.Run is not { Stages.Count: > 0 } run) yield break;
        yield return new KeyFigure("Wall time", NumberText.Duration(run.Stages.Sum(s => s.Seconds)), run.PeakMemoryBytes is { } bytes ? $"peak memory {NumberText.Bytes(bytes)}" : "all stages", "stages", Judgement.Unknown(""));
    }
}
