using Heed.Learning.Optimization;
using Heed.Runs;
using Xunit;

namespace Heed.Learning.Tests.Optimization;

public sealed class MuonTests
{
    [Theory]
    [InlineData(5, 9)]
    [InlineData(40, 17)]
    [InlineData(128, 352)]
    public void The_kernel_follows_the_plain_polynomial(int rows, int columns)
    {
        var random = new SeededRandom(7, "muon");
        float[] gradients = [.. Enumerable.Range(0, rows * columns).Select(_ => (float)random.NextGaussian())];
        var weights = new float[gradients.Length];
        var rule = new Muon();
        rule.Update(new ParameterSlice<float> { Weights = weights, Gradients = gradients, GradientScale = 1, First = new float[gradients.Length], Step = 1, Rate = 1, Rows = rows });
        var plain = new double[gradients.Length];
        rule.Update(new ParameterSlice<double> { Weights = plain, Gradients = Array.ConvertAll(gradients, g => (double)g), GradientScale = 1, First = new double[gradients.Length], Step = 1, Rate = 1, Rows = rows });
        for (var i = 0; i < plain.Length; i++) Assert.Equal(plain[i], weights[i], 2e-5);
    }

    [Fact]
    public void Matrices_inside_the_stack_and_all_others_follow_their_own_rule_and_rate()
    {
        // AdamW's first step is η·sign(g) = 0.1; Muon's of a 1 × 1 matrix is s·p⁵(1) with the sign of g, near 1, at ten times the rate.
        double[] weights = [0, 0];
        var rule = new OptimizerRecipe { LearningRate = 0.1, Muon = new MuonRecipe { LearningRate = 1 } }.NewRule();
        var optimizer = new FlatOptimizer<double>(rule, [new("hidden", 0, 1, Decays: false, Rows: 1, Hidden: true), new("embedding", 1, 1, Decays: false)]);
        optimizer.Step(weights, [3, 3], rate: 0.1);
        Assert.InRange(weights[0], -1.3, -0.6);
        Assert.Equal(-0.1, weights[1], 1e-7);
    }
}
