using Heed.Learning.Finetuning;
using Heed.Learning.Optimization.Schedules;
using Heed.Learning.PolicyOptimization;
using Heed.Learning.PolicyOptimization.Shaping;
using Heed.Learning.Pretraining;
using Heed.Learning.RewardModelling;
using Heed.Runs;
using Xunit;

namespace Heed.Learning.Tests;

public sealed class RecipeTests
{
    [Fact]
    public void Defaults_are_without_problems_and_survive_being_written_and_read()
    {
        RoundTrip(new PretrainingRecipe());
        RoundTrip(new FinetuningRecipe());
        RoundTrip(new RewardRecipe());
        RoundTrip(new PolicyRecipe());
    }

    [Fact]
    public void Variants_are_chosen_by_kind()
    {
        var recipe = Recipe.Resolve<PolicyRecipe>(
            "algorithm: grpo\nanswers_a_prompt: 4\nkl: { coefficient: { kind: adaptive, value: 0.2, target: 4 }, estimator: { kind: k3 } }\noptimizer: { schedule: { kind: cosine, floor: 0.05 } }");
        Assert.Equal(new AdaptiveKl { Value = 0.2, Target = 4 }, recipe.Kl.Coefficient);
        Assert.Equal(new K3(), recipe.Kl.Estimator);
        Assert.Equal(new CosineDecay { Floor = 0.05 }, recipe.Optimizer.Schedule);
        Assert.Equal(1e-5, recipe.Optimizer.Epsilon);
    }

    [Theory]
    [InlineData("optimizer: { learning_rate: -1e-3 }", "optimizer.learning_rate")]
    [InlineData("optimizer: { beta2: 1 }", "optimizer.beta2")]
    [InlineData("optimizer: { schedule: { kind: cosine, floor: 2 } }", "optimizer.schedule.floor")]
    [InlineData("answers: 0", "answers")]
    [InlineData("{ algorithm: rloo }", "answers_a_prompt")]
    [InlineData("{ answers: 10, answers_a_prompt: 4 }", "answers")]
    [InlineData("kl: { coefficient: { kind: fixed, value: -1 } }", "kl.coefficient.value")]
    [InlineData("kl: { budget: 0 }", "kl.budget")]
    [InlineData("temperature: 0", "temperature")]
    [InlineData("dual_clip: 0.5", "dual_clip")]
    public void What_is_out_of_range_is_refused_by_path(string yaml, string path)
    {
        var refusal = Assert.Throws<RecipeException>(() => Recipe.Resolve<PolicyRecipe>(yaml));
        Assert.Contains(refusal.Problems, p => p.Path == path);
    }

    private static void RoundTrip<T>(T recipe) where T : IRecipe
    {
        Assert.Empty(recipe.Problems());
        Assert.Equal(recipe, Recipe.Resolve<T>(Recipe.ToYaml(recipe)));
    }
}
