using System.Text.Json.Nodes;
using Heed.Models.Architecture;
using Heed.Models.Checkpoints;
using Heed.Testing;
using Xunit;

namespace Heed.Models.Tests.Checkpoints;

/// <summary>Documents packed into one row are as if each stood alone.</summary>
[Trait("Kind", "Golden")]
public sealed class PackingGoldenTests
{
    public static TheoryData<string> Models
    {
        get
        {
            var folder = Path.Combine(Golden.Folder ?? "", "packing");
            var names = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal).ToList() : [];
            return [.. names.Count > 0 ? names : [Golden.Absent]];
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Packed_documents_give_the_numbers_of_documents_alone(string file)
    {
        Assert.SkipWhen(file == Golden.Absent, "no such case in golden/packing");
        var folder = Path.Combine(Golden.Folder!, "packing");
        var reference = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, file)))!.AsObject();
        using var model = GoldenModels.Load(Path.Combine(Golden.Folder!, (string)reference["base"]!));
        var batch = PackedBatch.Of(GoldenModels.Rows(reference["documents"]));
        Assert.Equal(GoldenModels.Rows(new JsonArray(reference["cumulative_lengths"]!.DeepClone()))[0], batch.Starts);
        var (rows, targets) = GoldenModels.Predictions(batch);
        using (var pass = model.Forward(batch, train: true))
        {
            using var tensors = new SafetensorsReader(Path.Combine(folder, "packing.safetensors"));
            GoldenModels.Near(tensors.Read($"{Path.GetFileNameWithoutExtension(file)}.logits"), pass.Logits([.. Enumerable.Range(0, batch.Count)]), 1e-4, "logits");
            GoldenModels.Near([.. GoldenCase.Flat(reference["token_logprobs"]).Select(p => (float)p)], pass.Evaluate(rows, targets).LogProbs, 1e-4, "log-probabilities");
            Assert.Equal((double)reference["mean_ce_over_predicted_tokens"]!, pass.CrossEntropy(rows, targets, 1.0 / rows.Length) / rows.Length, 1e-4);
            pass.Backward();
        }
        GoldenModels.CheckNorms(model, reference["grad_norms"]!, 1e-3);
    }
}
