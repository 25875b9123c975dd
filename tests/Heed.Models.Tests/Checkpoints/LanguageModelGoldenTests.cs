using System.Text.Json.Nodes;
using Heed.Models.Checkpoints;
using Heed.Testing;
using Xunit;

namespace Heed.Models.Tests.Checkpoints;

/// <summary>Logits, likelihoods and gradients of transformers' own models in float32.</summary>
[Trait("Kind", "Golden")]
public sealed class LanguageModelGoldenTests
{
    private const string OldConfig = "config_legacy.json";

    public static TheoryData<string> Models => GoldenModels.Having("token_logprobs");

    public static TheoryData<string> ModelsOfOldConfigs => GoldenModels.Having("token_logprobs", OldConfig);

    [Theory]
    [MemberData(nameof(Models))]
    public void Logits_are_those_of_the_reference(string name)
    {
        var folder = GoldenModels.Folder(name);
        using var model = GoldenModels.Load(folder);
        var inputs = GoldenModels.Rows(GoldenModels.Reference(folder)["inputs"]);
        var batch = GoldenModels.Padded(inputs);
        using var tensors = GoldenModels.Tensors(folder);
        using var pass = model.Forward(batch, train: false);
        for (var row = 0; row < inputs.Length; row++)
            GoldenModels.Near(tensors.Read($"logits.{row}"), pass.Logits([.. Enumerable.Range(batch.Starts[row], inputs[row].Length)]), 1e-4, $"logits of row {row}");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Log_probabilities_are_those_of_the_reference(string name)
    {
        var folder = GoldenModels.Folder(name);
        using var model = GoldenModels.Load(folder);
        var reference = GoldenModels.Reference(folder);
        var batch = GoldenModels.Padded(GoldenModels.Rows(reference["inputs"]));
        var (rows, targets) = GoldenModels.Predictions(batch);
        using var pass = model.Forward(batch, train: false);
        GoldenModels.Near([.. GoldenCase.Flat(reference["token_logprobs"]).Select(p => (float)p)], pass.Evaluate(rows, targets).LogProbs, 1e-4, "log-probabilities");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Gradients_of_the_mean_cross_entropy_are_those_of_the_reference(string name)
    {
        var folder = GoldenModels.Folder(name);
        using var model = GoldenModels.Load(folder);
        var reference = GoldenModels.Reference(folder);
        var batch = GoldenModels.Padded(GoldenModels.Rows(reference["inputs"]));
        var (rows, targets) = GoldenModels.Predictions(batch);
        using (var pass = model.Forward(batch, train: true))
        {
            Assert.Equal((double)reference["mean_ce"]!, pass.CrossEntropy(rows, targets, 1.0 / rows.Length) / rows.Length, 1e-4);
            pass.Backward();
        }
        GoldenModels.CheckNorms(model, reference["grad_norms"]!, 1e-3);
        Assert.Equal((double)reference["total_grad_norm"]!, GoldenModels.Norm(model.Gradients.All), 1e-3 * (double)reference["total_grad_norm"]!);
        using var tensors = GoldenModels.Tensors(folder);
        foreach (var gradient in tensors.Entries.Keys.Where(k => k.StartsWith("grad.", StringComparison.Ordinal)))
            GoldenModels.Near(tensors.Read(gradient), GoldenModels.GradientInFileOrder(model, gradient[5..]), 1e-4, gradient);
    }

    [Theory]
    [MemberData(nameof(ModelsOfOldConfigs))]
    public void The_older_spelling_of_the_config_gives_the_same_model(string name)
    {
        var folder = GoldenModels.Folder(name);
        var older = Path.Combine(folder, OldConfig);
        using var model = GoldenModels.Load(folder);
        var config = HuggingFaceConfig.Read(JsonNode.Parse(File.ReadAllText(older))!.AsObject(), older);
        GoldenModels.Same(model.Config, config);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_saved_and_loaded_is_the_same_model(string name)
    {
        using var model = GoldenModels.Load(GoldenModels.Folder(name));
        using var folder = new TemporaryFolder();
        model.Save(folder.Path);
        using var loaded = GoldenModels.Load(folder.Path);
        GoldenModels.Same(model.Config, loaded.Config);
        Assert.True(model.Weights.All.SequenceEqual(loaded.Weights.All));
    }
}
