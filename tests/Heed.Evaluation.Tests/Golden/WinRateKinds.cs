using System.Text.Json.Nodes;
using Heed.Evaluation.Policies;
using Heed.Testing;
using Xunit;

namespace Heed.Evaluation.Tests.Golden;

internal static class WinRateKinds
{
    public static void LengthControlled(GoldenCase c)
    {
        var result = LengthControlledWinRate.Of(c.Input("win"), c.Input("length"), c.Input("baseline_length"));
        c.Near(c.Expected["raw_win_rate"], result.Raw, "raw_win_rate");
        c.Near(c.Expected["coefficients"], result.Fit.Coefficients, "coefficients");
        c.Near(c.Expected["standard_errors"], result.Fit.StandardErrors, "standard_errors");
        c.Near(c.Expected["length_controlled_win_rate"], result.Controlled.Value, "length_controlled_win_rate");
        c.Near(c.Expected["interval"], [result.Controlled.Low, result.Controlled.High], "interval");
        c.Near(c.Expected["log_likelihood"], result.Fit.LogLikelihood, "log_likelihood");
    }

    public static void LengthControlledByDifficulty(GoldenCase c)
    {
        var ridge = c.OptionalParameter("c") is { } inverse ? 1 / inverse : 0;
        var result = LengthControlledWinRate.Of(c.Input("win"), c.Input("length"), c.Input("baseline_length"), c.Input("instruction_difficulty"), ridge);
        c.Near(c.Expected["coefficients"], result.Fit.Coefficients, "coefficients");
        c.Near(c.Expected["length_controlled_win_rate"], result.Controlled.Value, "length_controlled_win_rate");
    }

    public static void Ties(GoldenCase c)
    {
        var outcomes = c.Input("outcome");                       // 0 win, 1 loss, 2 tie
        var rate = WinRate.Of([.. outcomes.Select(o => o == 0 ? 1.0 : 0)], [.. outcomes.Select(o => o == 1 ? 1.0 : 0)]);
        c.Near(c.Expected["win_rate"], rate.Rate, "win_rate");
        c.Near(c.Expected["standard_error"], rate.StandardError, "standard_error");
        c.Near(c.Expected["wins_ties_losses"], [rate.Wins, rate.Ties, rate.Losses], "wins_ties_losses");
        c.Near(c.Expected["decided_only"], rate.DecidedOnly, "decided_only");
    }

    public static void SwappedJudge(GoldenCase c)
    {
        static Verdict[] Read(double[] verdicts) => [.. verdicts.Select(v => v == 0 ? Verdict.First : v == 1 ? Verdict.Second : Verdict.Tie)];
        var result = Evaluation.Policies.SwappedJudge.Of(Read(c.Input("first_order")), Read(c.Input("swapped_order")));
        var names = ((JsonArray)c.Expected["verdicts"]!).Select(v => (string)v! switch { "A" => Verdict.First, "B" => Verdict.Second, _ => Verdict.Tie });
        Assert.Equal(names, result.Verdicts);
        c.Near(c.Expected["consistency"], result.Consistency, "consistency");
        c.Near(c.Expected["first_position_rate"], result.FirstPositionRate, "first_position_rate");
    }

    public static void PassAtK(GoldenCase c)
    {
        var ks = GoldenCase.Flat(c.Parameters["k"]).Select(k => (int)k).ToArray();
        var problems = ((JsonArray)c.Inputs["samples_correct"]!).Select(GoldenCase.Flat).ToArray();
        var rates = problems.Select(p => ks.Select(k => RepeatedSampling.PassAt(k, (int)p[0], (int)p[1])).ToArray()).ToArray();
        c.Near(c.Expected["per_problem"], [.. rates.SelectMany(r => r)], "per_problem");
        c.Near(c.Expected["mean"], [.. ks.Select((_, i) => rates.Average(r => r[i]))], "mean");
    }

    public static void MajorityAtK(GoldenCase c)
    {
        var ks = GoldenCase.Flat(c.Parameters["k"]).Select(k => (int)k).ToArray();
        var chosen = ((JsonArray)c.Inputs["answers"]!).Select(GoldenCase.Flat).Select(a => ks.Select(k => RepeatedSampling.Majority(a, k)).ToArray()).ToArray();
        c.Near(c.Expected["chosen"], [.. chosen.SelectMany(r => r)], "chosen");
        var correct = c.Input("correct");
        c.Near(c.Expected["accuracy"], [.. ks.Select((_, i) => chosen.Select((r, problem) => r[i] == correct[problem] ? 1.0 : 0).Average())], "accuracy");
    }
}
