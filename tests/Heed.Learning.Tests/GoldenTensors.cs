using System.Text.Json.Nodes;
using Heed.Learning.Packing;
using Heed.Testing;
using TorchSharp;
using Xunit;

namespace Heed.Learning.Tests;

/// <summary>Golden numbers as float64 tensors. Cases are padded and masked; Heed packs, so masked entries are dropped on the way in.</summary>
internal static class GoldenTensors
{
    public static torch.Tensor Whole(JsonNode? node, bool gradient = false) =>
        torch.tensor(GoldenCase.Flat(node), GoldenCase.Shape(node), torch.float64, requires_grad: gradient);

    public static torch.Tensor Integers(JsonNode? node) =>
        torch.tensor(GoldenCase.Flat(node).Select(x => (long)x).ToArray(), GoldenCase.Shape(node));

    public static torch.Tensor Scalar(double value, bool gradient = false) => torch.tensor([value], [], torch.float64, requires_grad: gradient);

    public static torch.Tensor Packed(JsonNode? node, JsonNode? mask, bool gradient = false) =>
        torch.tensor(Kept(node, mask), torch.float64, requires_grad: gradient);

    public static Segments Segments(JsonNode? mask) => new(mask!.AsArray().Select(row => (int)GoldenCase.Flat(row).Sum()));

    public static double[] Kept(JsonNode? node, JsonNode? mask) =>
        [.. GoldenCase.Flat(node).Zip(GoldenCase.Flat(mask)).Where(p => p.Second != 0).Select(p => p.First)];

    public static double[] Numbers(torch.Tensor tensor) => tensor.detach().to(torch.float64).contiguous().data<double>().ToArray();

    public static double Number(torch.Tensor tensor) => tensor.to(torch.float64).item<double>();

    /// <summary>The loss and the gradients of the named inputs; packed ones are compared where the mask keeps them.</summary>
    public static void Check(GoldenCase golden, torch.Tensor loss, params (string Name, torch.Tensor Input)[] inputs)
    {
        golden.Near(golden.Expected["loss"], Number(loss), "loss");
        loss.backward();
        foreach (var (name, input) in inputs)
        {
            var expected = GoldenCase.Flat(golden.Expected["gradients"]![name]);
            if (expected.Length != input.numel()) expected = Kept(golden.Expected["gradients"]![name], golden.Inputs["mask"]);
            Near(golden, expected, Numbers(input.grad!), $"gradient of {name}");
        }
    }

    public static void Near(GoldenCase golden, double[] expected, double[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) golden.Near(JsonValue.Create(expected[i]), actual[i], $"{what}[{i}]");
    }
}
