using Heed.Learning.Objectives;
using Heed.Testing;
using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace Heed.Learning.Tests.Objectives;

internal static class CrossEntropyGolden
{
    public static Dictionary<string, Action<GoldenCase>> Kinds { get; } = new()
    {
        ["sft_cross_entropy"] = MicroBatches,
        ["cross_entropy_label_smoothing"] = LabelSmoothing,
        ["z_loss"] = Z,
    };

    private static void MicroBatches(GoldenCase golden)
    {
        TokenObjective objective = (string)golden.Parameters["loss_type"]! switch
        {
            "nll" => new NegativeLogLikelihood(),
            "dft" => new DynamicFinetuning(),
            var other => throw new InvalidOperationException(other)
        };
        var total = 0.0;
        var batches = golden.Inputs["micro_batches"]!.AsArray();
        for (var i = 0; i < batches.Count; i++)
        {
            var logits = GoldenTensors.Whole(batches[i]!["logits"], gradient: true);
            var (rows, targets) = Kept(logits, GoldenTensors.Integers(batches[i]!["labels"]));
            var logProbs = log_softmax(rows, -1).gather(1, targets.unsqueeze(1)).squeeze(1);
            var loss = objective.Compute(logProbs, (long)golden.Parameter("num_items"));
            loss.backward();
            total += GoldenTensors.Number(loss);
            golden.Near(golden.Expected["micro_batch_losses"]![i], GoldenTensors.Number(loss), $"micro-batch {i}");
            golden.Near(golden.Expected["gradients"]!["micro_batches"]![i], GoldenTensors.Numbers(logits.grad!), $"gradient {i}");
        }
        golden.Near(golden.Expected["loss"], total, "loss");
    }

    private static void LabelSmoothing(GoldenCase golden)
    {
        var logits = GoldenTensors.Whole(golden.Inputs["logits"], gradient: true);
        var (rows, targets) = Kept(logits, GoldenTensors.Integers(golden.Inputs["labels"]));
        var objective = new LabelSmoothedCrossEntropy { Smoothing = golden.Parameter("label_smoothing") };
        GoldenTensors.Check(golden, objective.Compute(rows, targets, targets.shape[0]), ("logits", logits));
    }

    private static void Z(GoldenCase golden)
    {
        var logits = GoldenTensors.Whole(golden.Inputs["logits"], gradient: true);
        var (rows, targets) = Kept(logits, GoldenTensors.Integers(golden.Inputs["labels"]));
        GoldenTensors.Check(golden, new ZLoss { Coefficient = golden.Parameter("coefficient") }.Compute(rows, targets.shape[0]), ("logits", logits));
    }

    /// <summary>Rows of logits whose next label counts, with that label: (B, T, V), (B, T) -> (R, V), (R).</summary>
    private static (torch.Tensor Rows, torch.Tensor Targets) Kept(torch.Tensor logits, torch.Tensor labels)
    {
        var (rows, targets) = (logits[torch.TensorIndex.Colon, torch.TensorIndex.Slice(null, -1)].flatten(0, 1), labels[torch.TensorIndex.Colon, torch.TensorIndex.Slice(1)].flatten());
        var keep = targets != -100;
        return (rows[keep], targets[keep]);
    }
}
