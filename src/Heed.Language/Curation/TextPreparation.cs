using System.Text;
using System.Text.Json.Nodes;
using Heed.Language.Datasets;
using Heed.Language.Datasets.Formats;
using Heed.Runs;

namespace Heed.Language.Curation;

/// <summary>
/// Prepares documents in two passes over the files, so that memory holds a few bytes a document: the first cleans, counts and decides,
/// the second cleans again and writes.
/// </summary>
internal sealed class TextPreparation(PreparationOptions options, DataFiles files, PreparedData data, CancellationToken cancellation)
{
    private readonly List<(TextHash Hash, int Length)> _kept = [];

    public void Run()
    {
        var quarantine = new Quarantine(options.QuarantineLimit);
        var words = options.Canaries is null ? null : new FrequentWords();
        foreach (var (document, hash) in Documents(quarantine, data.Ledger))
        {
            _kept.Add((hash, document.Text.Length));
            words?.Count(document.Text);
        }
        DataPreparation.Settle(quarantine, options, data);
        if (_kept.Count == 0) throw new DatasetException(options.Input, null, $"no document is left of {data.Ledger.Read} read; see {data.QuarantineFile}, and check that the files hold text");

        var plan = TextPlan.Of([.. _kept], options.HeldOut);
        data.Ledger.Split = plan.IsTail ? "tail" : "hash";
        var planting = words is null ? null : CanaryPlanting.Of(Canaries.Draw(words.Top(options.Canaries!.Vocabulary, options.Input), options.Canaries), plan, options.Canaries.Seed);
        AtomicFile.Write(data.TrainFile, train => AtomicFile.Write(data.HeldOutFile, heldOut => Write(plan, planting, train, heldOut)));
        if (planting is null) return;
        planting.Canaries.Write(data.CanaryFile);
        data.Ledger.PlantedCanaries = planting.Count;
    }

    private void Write(TextPlan plan, CanaryPlanting? planting, Stream train, Stream heldOut)
    {
        var index = 0;
        foreach (var (document, hash) in Documents(new Quarantine(1), new Ledger()))
        {
            var cut = plan.Cut(index, document.Text);
            if (cut > 0) Append(train, data.Ledger.Train, document, hash, planting?.Plant(index, document.Text[..cut]) ?? document.Text[..cut], cut == document.Text.Length ? "" : "-a");
            if (cut < document.Text.Length) Append(heldOut, data.Ledger.HeldOut, document, hash, document.Text[cut..], cut == 0 ? "" : "-b");
            index++;
        }
    }

    private void Append(Stream stream, Ledger.Part part, TextDocument document, TextHash hash, string text, string half)
    {
        part.Add(Encoding.UTF8.GetByteCount(text));
        JsonLinesFile.Append(stream, new JsonObject { ["id"] = hash.Name + half, ["text"] = text, ["source"] = $"{files.Relative(document.File)}:{document.Line}" });
    }

    /// <summary>The documents that stay, cleaned, each with its hash.</summary>
    private IEnumerable<(TextDocument Document, TextHash Hash)> Documents(Quarantine quarantine, Ledger ledger)
    {
        var seen = new ExactDeduplication();
        foreach (var document in TextData.Read(files, options.Document, quarantine, options.TextKey))
        {
            cancellation.ThrowIfCancellationRequested();
            ledger.CountRead();
            var (text, report) = Cleaner.Clean(document.Text);
            var hash = TextHash.Of(text.Trim());
            if (string.IsNullOrWhiteSpace(text)) ledger.Drop("empty");
            else if (!seen.IsNew(hash)) ledger.Drop("duplicate");
            else
            {
                ledger.Cleaned($"{files.Relative(document.File)}:{document.Line}", [report]);
                yield return (document with { Text = text }, hash);
            }
        }
    }
}
