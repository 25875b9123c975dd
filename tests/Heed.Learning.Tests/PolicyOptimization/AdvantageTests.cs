using CsCheck;
using Heed.Learning.Packing;
using Heed.Learning.PolicyOptimization.Advantages;
using Heed.Learning.PolicyOptimization.Shaping;
using TorchSharp;
using Xunit;

namespace Heed.Learning.Tests.PolicyOptimization;

public sealed class AdvantageTests
{
    private static readonly Gen<(int[] Lengths, int Seed)> Rollouts = Gen.Select(Gen.Int[1, 8].Array[1, 10], Gen.Int[0, 10_000]);

    [Fact]
    public void With_lambda_one_and_no_discount_advantages_are_rewards_to_go_minus_values() => Sample((rewards, values, answers) =>
    {
        var (advantages, returns) = new GeneralizedAdvantages { Lambda = 1, Discount = 1 }.Compute(rewards, values, answers);
        var (toGo, _) = new RewardsToGo().Compute(rewards, null, answers);
        Near(toGo - values, advantages);
        Near(toGo, returns!);
    });

    [Fact]
    public void With_lambda_zero_advantages_are_one_step_errors() => Sample((rewards, values, answers) =>
    {
        var (advantages, _) = new GeneralizedAdvantages { Lambda = 0, Discount = 1 }.Compute(rewards, values, answers);
        var (r, v) = (GoldenTensors.Numbers(rewards.PerToken), GoldenTensors.Numbers(values));
        var last = answers.Last().Select(l => l.Token).ToHashSet();
        var expected = r.Select((reward, t) => reward + (last.Contains(t) ? 0 : v[t + 1]) - v[t]).ToArray();
        Near(torch.tensor(expected), advantages);
    });

    [Fact]
    public void Answers_do_not_flow_into_each_other() => Sample((rewards, values, answers) =>
    {
        var estimator = new GeneralizedAdvantages { Lambda = 0.9, Discount = 0.97 };
        var (together, _) = estimator.Compute(rewards, values, answers);
        for (var i = 0; i < answers.Count; i++)
        {
            var (start, length) = (answers.Starts[i], answers.Length(i));
            var (alone, _) = estimator.Compute(rewards with { PerToken = rewards.PerToken.narrow(0, start, length) }, values.narrow(0, start, length), new Segments([length]));
            Near(together.narrow(0, start, length), alone);
        }
    });

    [Fact]
    public void A_critic_that_foresees_everything_leaves_no_advantage() => Sample((rewards, _, answers) =>
    {
        var (toGo, _) = new RewardsToGo().Compute(rewards, null, answers);
        var (advantages, _) = new GeneralizedAdvantages { Lambda = 0.95, Discount = 1 }.Compute(rewards, toGo, answers);
        Near(torch.zeros_like(advantages), advantages);
    });

    [Fact]
    public void Whitened_numbers_have_mean_zero_and_variance_one_or_the_mean_they_had()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.tensor(new[] { 1.0, 2, 4, 9, -3 });
        var centred = new Whitening().Centred(x);
        Assert.Equal(0, GoldenTensors.Number(centred.mean()), 1e-12);
        Assert.Equal(1, GoldenTensors.Number(centred.square().mean()), 1e-8);
        Assert.Equal(2.6, GoldenTensors.Number(new Whitening().KeepingMean(x).mean()), 1e-9);
    }

    [Fact]
    public void Groups_whose_rewards_are_all_equal_teach_nothing_and_groups_of_two_are_mirrored()
    {
        // Rewards 3 3 | 1 2: deviations 0 | −½ ½ over √½ + 1e-4 = 0.70720678.
        using var scope = torch.NewDisposeScope();
        var answers = new Segments([1, 1, 1, 1]);
        var rewards = new ShapedRewards(torch.tensor(new[] { 3.0, 3, 1, 2 }), torch.zeros(4), torch.zeros(4));
        var (group, returns) = new GroupAdvantages { GroupSize = 2 }.Compute(rewards, null, answers);
        Assert.Null(returns);
        Near(torch.tensor(new[] { 0, 0, -0.5 / (Math.Sqrt(0.5) + 1e-4), 0.5 / (Math.Sqrt(0.5) + 1e-4) }), group);
        Near(torch.tensor(new[] { 0.0, 0, -1, 1 }), new LeaveOneOutAdvantages { GroupSize = 2 }.Compute(rewards, null, answers).Advantages);
    }

    private static void Sample(Action<ShapedRewards, torch.Tensor, Segments> check) => Rollouts.Sample(rollout =>
    {
        using var scope = torch.NewDisposeScope();
        var answers = new Segments(rollout.Lengths);
        var random = new Heed.Runs.SeededRandom((ulong)rollout.Seed);
        torch.Tensor Numbers() => torch.tensor(Enumerable.Range(0, answers.Tokens).Select(_ => random.NextGaussian()).ToArray());
        check(new ShapedRewards(Numbers(), torch.zeros(1), torch.zeros(1)), Numbers(), answers);
    }, iter: 50);

    private static void Near(torch.Tensor expected, torch.Tensor actual)
    {
        var (e, a) = (GoldenTensors.Numbers(expected), GoldenTensors.Numbers(actual));
        Assert.Equal(e.Length, a.Length);
        for (var i = 0; i < e.Length; i++) Assert.Equal(e[i], a[i], 1e-10);
    }
}
