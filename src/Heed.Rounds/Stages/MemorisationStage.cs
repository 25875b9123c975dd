using Heed.Evaluation.Memorisation;
using Heed.Language.Curation;
using Heed.Models.Architecture;
using Heed.Models.Generation;
using Heed.Models.Training;
using Heed.Rounds.Files;
using Heed.Rounds.Models;
using Heed.Runs;

namespace Heed.Rounds.Stages;

/// <summary>How much of its training text a base model gives back: exposure of planted canaries, longest copied spans. Writes memorisation.json.</summary>
public sealed class MemorisationStage(string model, string data, ulong seed, StageContext context)
{
    public const string Result = "memorisation.json";

    private const int Samples = 200, SampleTokens = 64, Candidates = 500;

    public MemorisationFigures Run(string output)
    {
        using var folder = ModelFolder.Load(model);
        var training = JsonLines.Read<TextRecord>(Path.Combine(data, DataFiles.Train)).ConvertAll(t => t.Text);
        var heldOut = JsonLines.Read<TextRecord>(Path.Combine(data, DataFiles.HeldOut)).Take(Samples).Select(t => t.Text).ToList();
        var runs = new CopiedRuns(folder.Tokenizer.Encode);
        var generated = Continue(folder, heldOut);
        var figures = MemorisationFigures.OfRuns(runs.Find(generated, training), runs.Find([.. heldOut.Select(t => Cut(folder, t))], training), [8, 16, 32]);
        var planted = new PreparedData(data, new Ledger()).CanaryFile;
        if (File.Exists(planted)) figures = figures with { Canaries = Exposures(folder.Model, folder, Canaries.Load(planted)) };
        JsonLines.WriteDocument(Path.Combine(output, Result), figures);
        return figures;
    }

    /// <summary>The model goes on from the first tokens of held-out texts.</summary>
    private List<string> Continue(ModelFolder folder, IReadOnlyList<string> texts)
    {
        using var generator = new Generator(folder.Model);
        var options = new SamplingOptions { MaxNewTokens = SampleTokens, EndIds = folder.EndIds() };
        var starts = texts.Select(t => folder.Tokenizer.Encode(t)).Where(t => t.Length > 4).Select(t => t[..4]).ToList();
        return [.. generator.Generate(starts, options, seed, 1, context.Cancellation).Select(c => folder.Tokenizer.Decode(c.Tokens))];
    }

    private static string Cut(ModelFolder folder, string text) => folder.Tokenizer.Decode(folder.Tokenizer.Encode(text) is { Length: > 4 } ids ? ids[4..Math.Min(ids.Length, 4 + SampleTokens)] : []);

    private IReadOnlyList<CanaryGroup> Exposures(Decoder decoder, ModelFolder folder, Canaries canaries)
    {
        var random = new SeededRandom(seed, "memorisation/candidates");
        var others = Losses(decoder, folder, [.. Enumerable.Range(0, Candidates).Select(_ => canaries.Candidate(random))]);
        var losses = Losses(decoder, folder, [.. canaries.Planted.Select(c => c.Text)]);
        return MemorisationFigures.GroupExposures(canaries.Planted.Select((c, i) => (c.Copies, CanaryExposure.Of(losses[i], others))), Candidates + 1);
    }

    /// <summary>−log p of each text.</summary>
    private static double[] Losses(Decoder decoder, ModelFolder folder, IReadOnlyList<string> texts) => [.. texts.Select(text =>
    {
        var tokens = folder.Tokenizer.Encode(text);
        if (tokens.Length > decoder.Config.MaxPositions) tokens = tokens[..decoder.Config.MaxPositions];
        using var pass = decoder.Forward(PackedBatch.Of([tokens]), train: false);
        return pass.CrossEntropy([.. Enumerable.Range(0, tokens.Length - 1)], tokens[1..], 0);
    })];
}
