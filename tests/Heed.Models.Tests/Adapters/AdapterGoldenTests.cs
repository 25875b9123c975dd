using System.Text.Json.Nodes;
using Heed.Models.Adapters;
using Heed.Models.Architecture;
using Heed.Models.Checkpoints;
using Heed.Models.Generation;
using Heed.Models.Tests.Checkpoints;
using Heed.Models.Training;
using Heed.Testing;
using Xunit;
using static TorchSharp.torch;

namespace Heed.Models.Tests.Adapters;

/// <summary>PEFT's own adapters on transformers' models: with the adapter, merged, and its gradients.</summary>
[Trait("Kind", "Golden")]
public sealed class AdapterGoldenTests
{
    public static TheoryData<string> Adapters => Having(_ => true);

    /// <summary>Those of models that speak.</summary>
    public static TheoryData<string> SpeakingAdapters => Having(folder => GoldenModels.Reference(folder)["scores"] is null);

    private static TheoryData<string> Having(Func<string, bool> condition)
    {
        var folder = Path.Combine(Golden.Folder ?? "", "adapters");
        var names = Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Where(condition).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal).ToList() : [];
        return [.. names.Count > 0 ? names : [Golden.Absent]];
    }

    [Theory]
    [MemberData(nameof(Adapters))]
    public void A_model_with_the_adapter_gives_the_numbers_of_the_reference(string name)
    {
        using var read = Case.Read(name);
        Check(read, read.Adapted, "adapter");
    }

    [Theory]
    [MemberData(nameof(Adapters))]
    public void The_merged_model_gives_them_too(string name)
    {
        using var read = Case.Read(name);
        using var merged = read.Adapted.Merged();
        Check(read, merged, "merged");
    }

    [Theory]
    [MemberData(nameof(Adapters))]
    public void The_base_beside_it_is_as_it_was(string name)
    {
        using var read = Case.Read(name);
        using var alone = GoldenModels.Load(read.BaseFolder);
        Assert.True(alone.Weights.All.SequenceEqual(read.Base.Weights.All));
        if (read.Reference["scores"] is { } scores) Assert.Equal((double)scores["base"]![0]!, Score(read.Base, read.Tokens), 1e-4);
    }

    [Theory]
    [MemberData(nameof(Adapters))]
    public void Gradients_are_those_of_the_reference_and_only_what_is_trained_has_any(string name)
    {
        using var read = Case.Read(name);
        var (model, reference) = (read.Adapted, read.Reference);
        var batch = PackedBatch.Of([read.Tokens]);
        using var scope = NewDisposeScope();
        using (var pass = model.Forward(batch, train: true))
        {
            if (reference["scores"] is null)
            {
                var (rows, targets) = GoldenModels.Predictions(batch);
                Assert.Equal((double)reference["loss"]!, pass.CrossEntropy(rows, targets, 1.0 / rows.Length) / rows.Length, 1e-4);
            }
            else
            {
                var loss = -nn.functional.logsigmoid(pass.Scores([LastRow(model, read.Tokens)])).mean();
                Assert.Equal((double)reference["loss"]!, loss.item<float>(), 1e-4);
                loss.backward();
            }
            pass.Backward();
        }
        var norms = reference["grad_norms"]!.AsObject();
        foreach (var (inMemory, norm) in norms)
        {
            var parameter = model.TrainedParameters.Single(p => p.Name == InFile(inMemory));
            Assert.True(Math.Abs(GoldenModels.Norm(model.Gradients[parameter]) - (double)norm!) <= 1e-3 * (double)norm! + 1e-6,
                $"{inMemory}: expected a gradient of norm {norm}, got {GoldenModels.Norm(model.Gradients[parameter])}");
            Assert.Equal(reference["trained_parameters"]![inMemory]!.AsArray().Select(d => (long)d!), parameter.FileShape);
        }
        Assert.Equal(norms.Count, model.TrainedParameters.Count);
    }

    [Theory]
    [MemberData(nameof(Adapters))]
    public void An_adapter_written_and_read_is_the_same_adapter(string name)
    {
        using var read = Case.Read(name);
        using var folder = new TemporaryFolder();
        PeftFolder.Save(folder.Path, read.Adapted.Adapter!, read.Base, "base");
        using var again = PeftFolder.Load(folder.Path, read.Base);
        Assert.True(read.Adapted.Adapter!.Weights.All.SequenceEqual(again.Weights.All));
        Assert.Equal("base", PeftFolder.BaseName(folder.Path));
        using SafetensorsReader theirs = new(Path.Combine(read.Folder, "adapter_model.safetensors")), ours = new(Path.Combine(folder.Path, "adapter_model.safetensors"));
        Assert.Equal(theirs.Entries.Keys.Order(StringComparer.Ordinal), ours.Entries.Keys.Order(StringComparer.Ordinal));
        Assert.All(theirs.Entries.Keys, k => Assert.Equal(theirs.Read(k), ours.Read(k)));
    }

    [Theory]
    [MemberData(nameof(SpeakingAdapters))]
    public void The_generator_speaks_with_the_adapter(string name)
    {
        using var read = Case.Read(name);
        using var generator = new Heed.Models.Generation.Generator(read.Adapted);
        var options = new SamplingOptions { Greedy = true, MaxNewTokens = 1 };
        var token = generator.Generate([read.Tokens], options, seed: 1, cancellation: TestContext.Current.CancellationToken)[0].Tokens[0];
        using var tensors = GoldenModels.Tensors(read.Folder);
        var last = tensors.Read("logits")[^read.Adapted.Config.VocabularySize..];
        Assert.Equal(Array.IndexOf(last, last.Max()), token);
    }

    private static void Check(Case read, Decoder model, string which)
    {
        if (read.Reference["scores"] is { } scores)
        {
            Assert.Equal((double)scores[which]![0]!, Score(model, read.Tokens), 1e-4);
            return;
        }
        using var tensors = GoldenModels.Tensors(read.Folder);
        using var pass = model.Forward(PackedBatch.Of([read.Tokens]), train: false);
        GoldenModels.Near(tensors.Read("logits"), pass.Logits([.. Enumerable.Range(0, read.Tokens.Length)]), 1e-4, "logits");
    }

    private static double Score(Decoder model, int[] tokens)
    {
        using var pass = model.Forward(PackedBatch.Of([tokens]), train: false);
        return pass.ScoreValues([LastRow(model, tokens)])[0];
    }

    private static int LastRow(Decoder model, int[] tokens) => Array.FindLastIndex(tokens, t => t != model.Config.PadId);

    /// <summary>A tensor's name in PEFT's model in memory to that in its file.</summary>
    private static string InFile(string name) => name.Replace(".modules_to_save.default", "", StringComparison.Ordinal)
        .Replace("lora_magnitude_vector.default.weight", "lora_magnitude_vector", StringComparison.Ordinal).Replace(".default", "", StringComparison.Ordinal);

    private sealed record Case(string Folder, string BaseFolder, JsonObject Reference, Decoder Base, Decoder Adapted) : IDisposable
    {
        public int[] Tokens => [.. Reference["input_ids"]!.AsArray().Select(t => (int)t!)];

        public static Case Read(string name)
        {
            Assert.SkipWhen(name == Golden.Absent, "no such case in golden/adapters");
            var folder = Path.Combine(Golden.Folder!, "adapters", name);
            var reference = GoldenModels.Reference(folder);
            var baseFolder = Path.Combine(Golden.Folder!, (string)reference["base"]!);
            var model = GoldenModels.Load(baseFolder);
            return new Case(folder, baseFolder, reference, model, model.With(PeftFolder.Load(folder, model)));
        }

        public void Dispose()
        {
            Adapted.Dispose();
            Base.Dispose();
        }
    }
}
