using Heed.Models.Architecture;
using Heed.Testing;
using Xunit;
using static TorchSharp.torch;

namespace Heed.Models.Tests.Checkpoints;

/// <summary>Sequence classifiers of one label: the score is read at the last token that is not the pad token.</summary>
[Trait("Kind", "Golden")]
public sealed class RewardModelGoldenTests
{
    public static TheoryData<string> Models => GoldenModels.Having("scores_alone");

    [Theory]
    [MemberData(nameof(Models))]
    public void Scores_are_those_of_the_reference(string name)
    {
        var folder = GoldenModels.Folder(name);
        using var model = GoldenModels.Load(folder);
        var reference = GoldenModels.Reference(folder);
        var inputs = GoldenModels.Rows(reference["inputs"]);
        Assert.Equal(GoldenCase.Flat(reference["scores_alone"]), Score(inputs, model), (a, b) => Math.Abs(a - b) <= 1e-4);
        var padded = reference["pad_inside_and_at_end"]!;
        Assert.Equal((double)padded["score"]!, Score([GoldenCase.Flat(padded["input_ids"]).Select(id => (int)id).ToArray()], model)[0], 1e-4);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Gradients_of_the_pairwise_loss_are_those_of_the_reference(string name)
    {
        var folder = GoldenModels.Folder(name);
        using var model = GoldenModels.Load(folder);
        var reference = GoldenModels.Reference(folder);
        var pairs = reference["pairwise"]!;
        var batch = PackedBatch.Of(GoldenModels.Rows(reference["inputs"]));
        using var scope = NewDisposeScope();
        using (var pass = model.Forward(batch, train: true))
        {
            var scores = pass.Scores(LastRows(batch, model.Config.PadId));
            using var chosen = tensor(GoldenCase.Flat(pairs["chosen_rows"]).Select(r => (long)r).ToArray());
            using var rejected = tensor(GoldenCase.Flat(pairs["rejected_rows"]).Select(r => (long)r).ToArray());
            var loss = -nn.functional.logsigmoid(scores[chosen] - scores[rejected]).mean();
            Assert.Equal((double)pairs["loss"]!, loss.item<float>(), 1e-4);
            loss.backward();
            pass.Backward();
        }
        GoldenModels.CheckNorms(model, pairs["grad_norms"]!, 1e-3);
    }

    private static double[] Score(int[][] inputs, Models.Training.Decoder model)
    {
        var batch = PackedBatch.Of(inputs);
        using var pass = model.Forward(batch, train: false);
        return Array.ConvertAll(pass.ScoreValues(LastRows(batch, model.Config.PadId)), s => (double)s);
    }

    private static int[] LastRows(PackedBatch batch, int? pad) => [.. Enumerable.Range(0, batch.Sequences).Select(s =>
        Enumerable.Range(batch.Starts[s], batch.Starts[s + 1] - batch.Starts[s]).Last(i => batch.Tokens[i] != pad))];
}
