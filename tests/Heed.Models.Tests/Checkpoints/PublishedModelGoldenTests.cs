using System.Text.Json.Nodes;
using Heed.Models.Architecture;
using Heed.Models.Generation;
using Heed.Testing;
using Xunit;

namespace Heed.Models.Tests.Checkpoints;

/// <summary>Models that others published, with what their own programs say of them (the data folder's models/).</summary>
[Trait("Kind", "Golden")]
public sealed class PublishedModelGoldenTests
{
    public static TheoryData<string> Models
    {
        get
        {
            var folder = Path.Combine(Golden.DataFolder ?? "", "models");
            var names = Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Where(f => File.Exists(Path.Combine(f, "reference.json"))).Select(f => Path.GetFileName(f)!)
                .Order(StringComparer.Ordinal).ToList() : [];
            return [.. names.Count > 0 ? names : [Golden.Absent]];
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Logits_and_likelihoods_are_those_published(string name)
    {
        var (folder, reference) = Read(name);
        using var model = GoldenModels.Load(folder);
        var tokens = Ids(reference["prompt_ids"]);
        using var pass = model.Forward(PackedBatch.Of([tokens]), train: false);
        GoldenModels.Near(Floats(reference["logits_pos0"]), pass.Logits([0]), 1e-4, "first logits");
        GoldenModels.Near(Floats(reference["logits_last"]), pass.Logits([tokens.Length - 1]), 1e-4, "last logits");
        if (reference["next_token_nll"] is not { } losses) return;
        var rows = Enumerable.Range(0, tokens.Length - 1).ToArray();
        GoldenModels.Near(Floats(losses), [.. pass.Evaluate(rows, tokens[1..]).LogProbs.Select(p => -p)], 1e-4, "losses");
        Assert.Equal((double)reference["mean_nll"]!, pass.CrossEntropy(rows, tokens[1..], 0) / rows.Length, 1e-4);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Greedy_answers_are_those_published(string name)
    {
        var (folder, reference) = Read(name);
        using var model = GoldenModels.Load(folder);
        using var generator = new Generator(model);
        if (reference["greedy_ids"] is { } whole) Check(generator, [Ids(whole)[0]], Ids(whole)[1..]);
        if (reference["greedy"] is not JsonObject answers) return;
        foreach (var (prompt, answer) in answers) Check(generator, Ids(JsonNode.Parse(prompt)), Ids(answer));
    }

    private static void Check(Generator generator, int[] prompt, int[] expected)
    {
        var options = new SamplingOptions { Greedy = true, MaxNewTokens = expected.Length };
        Assert.Equal(expected, generator.Generate([prompt], options, seed: 1, cancellation: TestContext.Current.CancellationToken)[0].Tokens);
    }

    private static (string Folder, JsonObject Reference) Read(string name)
    {
        Assert.SkipWhen(name == Golden.Absent, "no models/ in the data folder");
        var folder = Path.Combine(Golden.DataFolder!, "models", name);
        return (folder, GoldenModels.Reference(folder));
    }

    private static int[] Ids(JsonNode? node) => [.. node!.AsArray().Select(n => (int)n!)];

    private static float[] Floats(JsonNode? node) => [.. GoldenCase.Flat(node).Select(v => (float)v)];
}
