using Heed.Evaluation.Likelihood;
using Heed.Evaluation.Memorisation;
using Heed.Language.Curation;
using Heed.Models.Generation;
using Heed.Rounds.Files;
using Heed.Rounds.Models;
using Heed.Runs;

namespace Heed.Rounds.Stages;

/// <summary>
/// A base model on held-out text, and how much of its training text it gives back: exposure of planted canaries, longest copied spans.
/// Writes likelihood.json and memorisation.json.
/// </summary>
public sealed class MemorisationStage(string model, string data, ulong seed, StageContext context)
{
    public const string Result = "memorisation.json", HeldOut = "likelihood.json";

    private const int Samples = 200, SampleTokens = 64, Candidates = 500;

    public MemorisationFigures Run(string output)
    {
        using var folder = ModelFolder.Load(model);
        var training = JsonLines.Read<TextRecord>(Path.Combine(data, DataFiles.Train)).ConvertAll(t => t.Text);
        var unseen = JsonLines.Read<TextRecord>(Path.Combine(data, DataFiles.HeldOut)).ConvertAll(t => t.Text);
        var scorer = new DocumentScorer(folder.Model, folder.Tokenizer);
        JsonLines.WriteDocument(Path.Combine(output, HeldOut), HeldOutFigures.Of(scorer, unseen, context.Cancellation));
        var heldOut = unseen.Take(Samples).ToList();
        var runs = new CopiedRuns(folder.Tokenizer.Encode);
        var generated = Continue(folder, heldOut);
        var figures = MemorisationFigures.OfRuns(runs.Find(generated, training), runs.Find([.. heldOut.Select(t => Cut(folder, t))], training), [8, 16, 32]);
        var planted = new PreparedData(data, new Ledger()).CanaryFile;
        if (File.Exists(planted)) figures = figures with
        {
            Canaries = new CanaryRanking(texts => scorer.Losses(texts, context.Cancellation)).Groups(Canaries.Load(planted), Candidates, new SeededRandom(seed, "memorisation/candidates")),
        };
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
}
