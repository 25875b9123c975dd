using Heed.Evaluation.Plots;
using Heed.Evaluation.Reports.Judging;
using Heed.Evaluation.Reports.Sections;

namespace Heed.Evaluation.Reports.Parts;

/// <summary>The curves of the policy's optimisation.</summary>
internal static class PolicyPart
{
    private static readonly CurvePlan[] Plans =
    [
        new("policy-reward", PolicyCurve.Reward, "Reward", new Axis("score of the reward model"), "Mean score that the reward model gives the sampled answers.",
            "rises, fast at first. It is what is optimised, so it rises whether or not the answers get better: see the section on over-optimisation.", Ink.Fourth, (c, _) => PolicyJudge.Reward(c)),
        new("policy-kl", PolicyCurve.Kl, "Distance from the start", new Axis("KL", "nats a response") { From = 0 }, "KL divergence of the policy from the fine-tuned model, summed over an answer.",
            "rises and levels off within the budget. Small models over-optimise at 5 to 10 nats.", Ink.First, (c, p) => PolicyJudge.Kl(c, p.KlBudget)),
        new("policy-entropy", PolicyCurve.Entropy, "Entropy", new Axis("entropy", "nats a token") { From = 0 }, "Mean entropy of the next token while sampling.",
            "falls slowly and keeps a good part of its start. Near 0, all answers are the same.", Ink.First, (c, _) => PolicyJudge.Entropy(c)),
        new("policy-clip", PolicyCurve.ClipFraction, "Clipped share", new Axis("share of tokens clipped") { From = 0, Percent = true },
            "Share of tokens whose probability moved further in one step than the clip range allows.", "up to about 30 %. None at all means that the updates are too small to matter; more than half, that they are too large.", Ink.First, (c, _) => PolicyJudge.ClipFraction(c)),
        new("policy-explained", PolicyCurve.ExplainedVariance, "Explained variance", new Axis("explained variance"), "How much of the returns' variance the value function predicts: 1 all of it, 0 none, negative worse than a constant.",
            "climbs above 0 early and stays there.", Ink.First, (c, _) => PolicyJudge.ExplainedVariance(c)),
        new("policy-value-loss", PolicyCurve.ValueLoss, "Value loss", new Axis("value loss") { From = 0 }, "Mean squared error of the value function.", "falls, or stays level while the reward moves.", Ink.First, (c, _) => PolicyJudge.ValueLoss(c)),
        new("policy-length", PolicyCurve.Length, "Length of the answers", new Axis("length", "tokens") { From = 0 }, "Mean length of the sampled answers.",
            "changes little. Steady growth means that the reward pays for length.", Ink.First, (c, _) => PolicyJudge.Length(c)),
        new("policy-gap", PolicyCurve.LogProbGap, "Sampled against scored", new Axis("largest gap", "nats") { Scale = AxisScale.Logarithmic },
            "Largest difference between a token's log-probability when it was sampled and when it was scored for learning.", "under the tolerance at every step: sampler and trainer compute the same model.", Ink.First, (c, p) => PolicyJudge.LogProbGap(c, p.LogProbTolerance)),
    ];

    public static ReportPart Of(PolicySection section)
    {
        var absent = Plans.Where(p => section.Curves.GetValueOrDefault(p.Curve) is not { Count: > 0 }).Select(p => p.Title.ToLowerInvariant()).ToArray();
        return new ReportPart("policy", $"Optimising the policy ({section.Algorithm})")
        {
            Lead = TableMarkup.OfFacts(section.Facts),
            Figures = [.. Plans.Where(p => section.Curves.GetValueOrDefault(p.Curve) is { Count: > 0 }).Select(p => Draw(p, section))],
            Tail = absent.Length == 0 ? Markup.Empty : Markup.Of($"<p class=\"missing\">Not in the journal: {string.Join(", ", absent)}.</p>"),
        };
    }

    private static Figure Draw(CurvePlan plan, PolicySection section)
    {
        var curve = section.Curves[plan.Curve];
        var chart = new LineChart(plan.Title, new Axis("step"), plan.Y, [.. LossFigure.Smoothed(plan.Title.ToLowerInvariant(), plan.Ink, curve)])
        {
            Rules = [.. Rules(plan, section)],
            PlotHeight = 160,
        };
        return new Figure(plan.Id, plan.Title, chart.Draw(), plan.Shows, plan.Healthy, plan.Judge(curve, section))
        {
            Numbers = TableMarkup.OfCurves("Step", [(plan.Y.Title, curve)]),
        };
    }

    private static IEnumerable<PlotRule> Rules(CurvePlan plan, PolicySection section)
    {
        if (plan.Curve is PolicyCurve.Reward or PolicyCurve.Kl && section.KeptStep is { } kept) yield return new PlotRule(kept, "kept", Upright: true) { Ink = Ink.Good };
        if (plan.Curve == PolicyCurve.Kl && section.KlBudget is { } budget) yield return new PlotRule(budget, "budget") { Ink = Ink.Bad };
        if (plan.Curve == PolicyCurve.ExplainedVariance) yield return new PlotRule(0, "");
        if (plan.Curve == PolicyCurve.LogProbGap) yield return new PlotRule(section.LogProbTolerance, "tolerance") { Ink = Ink.Bad };
    }

    private sealed record CurvePlan(string Id, string Curve, string Title, Axis Y, string Shows, string Healthy, Ink Ink, Func<Curve, PolicySection, Judgement> Judge);
}
