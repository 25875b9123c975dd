using System.Text.Json.Nodes;
using Heed.Learning.Optimization;
using Heed.Testing;
using Xunit;

namespace Heed.Learning.Tests.Optimization;

/// <summary>Every case of golden/optimizers, by kind, in float64 through the code that trains in float32.</summary>
public sealed class OptimizerGoldenTests
{
    private static readonly Dictionary<string, Action<GoldenCase>> Kinds = new()
    {
        ["adamw"] = g => Trajectory(g, Adam(g)),
        ["sgd"] = g => Trajectory(g, new StochasticGradientDescent
        {
            WeightDecay = g.Parameter("weight_decay"),
            Momentum = g.Parameter("momentum"),
            Dampening = g.Parameter("dampening"),
            Nesterov = (bool)g.Parameters["nesterov"]!
        }),
        ["muon"] = g => Trajectory(g, Orthogonal(g)),
        ["schedule"] = Rates,
        ["clip_grad_norm"] = Norm,
        ["clip_grad_value"] = Values,
        ["ema"] = Average,
        ["accumulation"] = Accumulation,
    };

    public static TheoryData<string, string> Names => Golden.Names("optimizers");

    [Theory]
    [Trait("Kind", "Golden")]
    [MemberData(nameof(Names))]
    public void An_optimizer_follows_the_path_of_the_reference(string file, string name)
    {
        var golden = Golden.Case("optimizers", file, name);
        Assert.SkipUnless(Kinds.TryGetValue(golden.Kind, out var check), $"kind not implemented yet: {golden.Kind}");
        check!(golden);
    }

    private static UpdateRule Adam(GoldenCase golden)
    {
        var (betas, epsilon, decay) = (GoldenCase.Flat(golden.Parameters["betas"]), golden.Parameter("epsilon"), golden.Parameter("weight_decay"));
        return golden.Parameters["amsgrad"] is { } amsgrad && (bool)amsgrad
            ? new AmsGradW { Beta1 = betas[0], Beta2 = betas[1], Epsilon = epsilon, WeightDecay = decay }
            : new AdamW { Beta1 = betas[0], Beta2 = betas[1], Epsilon = epsilon, WeightDecay = decay };
    }

    private static Muon Orthogonal(GoldenCase golden)
    {
        var k = GoldenCase.Flat(golden.Parameters["coefficients"]);
        return new()
        {
            WeightDecay = golden.Parameter("weight_decay"),
            Momentum = golden.Parameter("momentum"),
            Nesterov = (bool)golden.Parameters["nesterov"]!,
            NewtonSchulzSteps = (int)golden.Parameter("newton_schulz_steps"),
            Coefficients = (k[0], k[1], k[2]),
            Scale = (string)golden.Parameters["adjust_lr"]! == "original" ? MuonScale.Original : MuonScale.MatchRms,
        };
    }

    private static void Trajectory(GoldenCase golden, UpdateRule rule)
    {
        var initial = golden.Inputs["initial"]!.AsArray();
        var weights = GoldenCase.Flat(initial);
        var optimizer = new FlatOptimizer<double>(rule, Ranges(initial));
        var sign = golden.Parameters["maximize"] is { } maximize && (bool)maximize ? -1 : 1;                  // raising L is lowering −L
        var steps = golden.Inputs["gradients"]!.AsArray();
        for (var t = 0; t < steps.Count; t++)
        {
            var tensors = steps[t]!.AsArray();
            var gradients = tensors.SelectMany((g, i) => g is null ? new double[GoldenCase.Flat(initial[i]).Length] : GoldenCase.Flat(g)).Select(g => sign * g).ToArray();
            var rate = golden.Parameters["learning_rates"] is JsonArray rates ? (double)rates[t]! : golden.Parameter("learning_rate");
            optimizer.Step(weights, gradients, rate, hasGradient: range => tensors[int.Parse(range.Name)] is not null);
            golden.Near(golden.Expected["parameters"]![t], weights, $"step {t}");
        }
    }

    private static List<ParameterRange> Ranges(JsonArray tensors)
    {
        var ranges = new List<ParameterRange>();
        foreach (var tensor in tensors)
            ranges.Add(new ParameterRange($"{ranges.Count}", ranges.Sum(r => r.Length), GoldenCase.Flat(tensor).Length, Decays: true, Rows: GoldenCase.Shape(tensor) is [var rows, _, ..] ? (int)rows : 1));
        return ranges;
    }

    private static void Rates(GoldenCase golden)
    {
        var expected = golden.Expected["learning_rates"]!.AsArray();
        var schedule = ScheduleGolden.Of(golden);
        golden.Near(expected, [.. Enumerable.Range(0, expected.Count).Select(s => golden.Parameter("learning_rate") * schedule.Share(s, (long)golden.Parameter("training_steps")))], "rate");
    }

    private static void Norm(GoldenCase golden)
    {
        var gradients = GoldenCase.Flat(golden.Inputs["gradients"]);
        var norm = GradientClipping.Norm<double>(gradients, GoldenCase.Number(golden.Parameters["norm_type"]));
        golden.Near(golden.Expected["total_norm"], norm, "norm");
        golden.Near(golden.Expected["clipped"], [.. gradients.Select(g => g * GradientClipping.Factor(norm, golden.Parameter("max_norm")))], "clipped");
    }

    private static void Values(GoldenCase golden)
    {
        var gradients = GoldenCase.Flat(golden.Inputs["gradients"]);
        GradientClipping.ByValue<double>(gradients, golden.Parameter("clip_value"));
        golden.Near(golden.Expected["clipped"], gradients, "clipped");
    }

    private static void Average(GoldenCase golden)
    {
        var average = new WeightAverage<double>(golden.Parameter("decay"), (bool)golden.Parameters["warmup"]!);
        foreach (var (weights, i) in golden.Inputs["weights"]!.AsArray().Select((w, i) => (GoldenCase.Flat(w), i)))
        {
            average.Update(weights);
            golden.Near(golden.Expected["averages"]![i], average.Value.ToArray(), $"average {i}");
        }
    }

    /// <summary>Softmax regression by hand, its gradient summed over micro-batches and divided by the count of the whole batch.</summary>
    private static void Accumulation(GoldenCase golden)
    {
        var shape = GoldenCase.Shape(golden.Inputs["initial"]);
        var (classes, width) = ((int)shape[0], (int)shape[1]);
        var weights = GoldenCase.Flat(golden.Inputs["initial"]);
        var optimizer = new FlatOptimizer<double>(Adam(golden), [new ParameterRange("w", 0, weights.Length, Decays: true)]);
        for (var t = 0; t < golden.Inputs["x"]!.AsArray().Count; t++)
        {
            var (keep, labels) = (GoldenCase.Flat(golden.Inputs["keep"]![t]), GoldenCase.Flat(golden.Inputs["labels"]![t]));
            var gradients = new double[weights.Length];
            foreach (var part in golden.Parameters["split"]!.AsArray().Select(GoldenCase.Flat))
                for (var row = (int)part[0]; row < (int)part[1]; row++)
                    if (keep[row] != 0) AddGradient(gradients, weights, GoldenCase.Flat(golden.Inputs["x"]![t]![row]), (int)labels[row], classes, width, 1 / keep.Sum());
            var factor = GradientClipping.Factor(GradientClipping.Norm<double>(gradients), golden.Parameter("max_norm"));
            optimizer.Step(weights, gradients, golden.Parameter("learning_rate"), factor);
            golden.Near(golden.Expected["weights_after_step"]![t], weights, $"step {t}");
        }
    }

    private static void AddGradient(double[] gradients, double[] weights, double[] x, int label, int classes, int width, double scale)
    {
        var logits = Enumerable.Range(0, classes).Select(c => Enumerable.Range(0, width).Sum(i => weights[c * width + i] * x[i])).ToArray();
        var total = logits.Sum(Math.Exp);
        for (var c = 0; c < classes; c++)
            for (var i = 0; i < width; i++)
                gradients[c * width + i] += scale * (Math.Exp(logits[c]) / total - (c == label ? 1 : 0)) * x[i];
    }
}
