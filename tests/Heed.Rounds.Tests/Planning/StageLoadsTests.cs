using Heed.Learning.PolicyOptimization;
using Heed.Learning.Pretraining;
using Heed.Models.Architecture;
using Heed.Rounds.Planning;
using Xunit;

namespace Heed.Rounds.Tests.Planning;

public sealed class StageLoadsTests
{
    private static readonly DecoderPlan Model = DecoderPlan.Of(new DecoderConfig { VocabularySize = 1000, Width = 64, Layers = 2, Heads = 2 });

    [Fact]
    public void Pretraining_counts_its_steps_and_its_measurements()
    {
        var load = StageLoads.Pretrain(new PretrainingRecipe { Steps = 400, Rows = 8, RowTokens = 32, HeldOutEvery = 100, HeldOutTokens = 1000, Packing = PackingKind.Stream }, Model, []);
        Assert.Equal(400 * 8 * 32, load.Trained);
        Assert.Equal(4 * 1000, load.Read);
        Assert.Equal(8 * 32, load.PassTokens);               // less than tokens_a_pass: one pass a step
    }

    [Fact]
    public void A_row_holds_one_document_or_a_piece_of_one()
    {
        // 10 tokens teach 9 in one row, 41 teach 40 in two of 20: 49 in 3 rows.
        var load = StageLoads.Pretrain(new PretrainingRecipe { Steps = 3, Rows = 10, RowTokens = 20, Packing = PackingKind.Documents }, Model, [10, 41, 1]);
        Assert.Equal(3 * 10 * 49 / 3.0, load.Trained, 1e-9);
    }

    [Fact]
    public void A_critic_of_its_own_learns_as_much_as_the_policy()
    {
        var recipe = new PolicyRecipe { Steps = 10, Answers = 16, MaxNewTokens = 40, Epochs = 2 };
        var alone = StageLoads.Align(recipe with { Algorithm = PolicyAlgorithm.Rloo, AnswersAPrompt = 2 }, Model, promptTokens: 20);
        var critic = StageLoads.Align(recipe, Model, promptTokens: 20);
        Assert.Equal(10 * 16 * 2 * (20 + 30), alone.Trained);  // steps × answers × epochs × (prompt + ¾ of the longest answer)
        Assert.Equal(2 * alone.Trained, critic.Trained);
        Assert.Equal((1, 2), (alone.TrainedModels, critic.TrainedModels));
    }
}
