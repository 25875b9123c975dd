using System.Text;
using System.Text.Json.Nodes;
using Heed.Language.Tokens;
using Heed.Models.Architecture;
using Heed.Testing;
using Xunit;

namespace Heed.Models.Tests.Checkpoints;

/// <summary>A small model that was trained elsewhere has the same held-out loss here.</summary>
[Trait("Kind", "Golden")]
public sealed class TrainedModelGoldenTests
{
    [Fact]
    public void Held_out_loss_is_that_of_the_reference()
    {
        var folder = Path.Combine(Golden.Folder ?? "", "trained");
        Assert.SkipUnless(File.Exists(Path.Combine(folder, "reference.json")), "no golden/trained");
        var reference = GoldenModels.Reference(folder);
        var corpus = Path.Combine(Golden.DataFolder!, (string)reference["corpus"]!);
        Assert.SkipUnless(File.Exists(corpus), $"{corpus} is absent");
        var heldOut = reference["held_out"]!;
        int rows = (int)heldOut["rows"]!, length = (int)heldOut["length"]!;
        var ids = HeldOut(folder, corpus, (int)reference["held_out_characters"]!);
        Assert.Equal(GoldenCase.Flat(reference["held_out_first_ids"]).Select(id => (int)id), ids.Take(((JsonArray)reference["held_out_first_ids"]!).Count));
        using var model = GoldenModels.Load(folder);
        var means = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            var batch = PackedBatch.Of([ids[(row * length)..((row + 1) * length)]]);
            var (predicted, targets) = GoldenModels.Predictions(batch);
            using var pass = model.Forward(batch, train: false);
            means[row] = pass.CrossEntropy(predicted, targets, 0) / predicted.Length;
        }
        Assert.Equal(GoldenCase.Flat(heldOut["row_means"]), means, (a, b) => Math.Abs(a - b) <= 1e-4);
        Assert.Equal((double)heldOut["mean_nats"]!, means.Average(), 1e-4);
    }

    /// <summary>The last code points of the corpus, encoded line by line with their ends.</summary>
    private static int[] HeldOut(string folder, string corpus, int characters)
    {
        var runes = File.ReadAllText(corpus).EnumerateRunes().ToArray();
        var text = new StringBuilder();
        foreach (var rune in runes[^characters..]) text.Append(rune.ToString());
        var tokenizer = Tokenizer.Load(folder);
        return [.. text.ToString().Split('\n').SelectMany((line, i) => i == 0 ? new[] { line } : ["\n" + line])
            .Aggregate(new List<string>(), JoinLineEnds).SelectMany(line => tokenizer.Encode(line))];
    }

    private static List<string> JoinLineEnds(List<string> lines, string piece)
    {
        if (piece.StartsWith('\n') && lines.Count > 0) (lines[^1], piece) = (lines[^1] + "\n", piece[1..]);
        if (piece.Length > 0) lines.Add(piece);
        return lines;
    }
}
