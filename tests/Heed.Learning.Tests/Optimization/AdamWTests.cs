using Heed.Learning.Optimization;
using Heed.Runs;
using Xunit;

namespace Heed.Learning.Tests.Optimization;

public sealed class AdamWTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(20_001)]
    public void The_kernel_follows_the_plain_rule(int length)
    {
        var random = new SeededRandom(7, "adamw");
        float[] Numbers(double scale) => [.. Enumerable.Range(0, length).Select(_ => (float)(scale * random.NextGaussian()))];
        var (fast, first, second) = (Numbers(1), new float[length], new float[length]);
        var (plain, first64, second64) = (Array.ConvertAll(fast, x => (double)x), new double[length], new double[length]);
        var rule = new AdamW { WeightDecay = 0.1 };
        for (var step = 1; step <= 20; step++)
        {
            var gradients = Numbers(step % 7 == 0 ? 8 : 1);
            rule.Update(new ParameterSlice<float> { Weights = fast, Gradients = gradients, GradientScale = 0.5, First = first, Second = second, Step = step, Rate = 0.01, Decays = true });
            rule.UpdatePlainly(new ParameterSlice<double> { Weights = plain, Gradients = Array.ConvertAll(gradients, x => (double)x), GradientScale = 0.5, First = first64, Second = second64, Step = step, Rate = 0.01, Decays = true });
        }
        for (var i = 0; i < length; i++) Assert.Equal(plain[i], fast[i], 2e-6);
    }

    [Fact]
    public void A_first_step_moves_by_the_rate_against_the_sign_of_the_gradient()
    {
        // m/(1−β₁) = g and v/(1−β₂) = g², so the step is η·g/|g| = 0.1 either way; the weight that decays loses 0.1·0.5·2 = 0.1 first.
        double[] weights = [2, 2];
        double[] gradients = [3, -0.001];
        var optimizer = new FlatOptimizer<double>(new AdamW { WeightDecay = 0.5, Epsilon = 1e-12 }, [new("a", 0, 1, Decays: true), new("b", 1, 1, Decays: false)]);
        optimizer.Step(weights, gradients, rate: 0.1);
        Assert.Equal(1.8, weights[0], 1e-9);
        Assert.Equal(2.1, weights[1], 1e-9);
    }
}
