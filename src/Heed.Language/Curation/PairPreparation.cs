using System.Text;
using System.Text.Json.Nodes;
using Heed.Language.Datasets;
using Heed.Language.Texts;

namespace Heed.Language.Curation;

/// <summary>Prepares preference pairs and demonstrations. The prompt decides the side of the split, so that no prompt is on both.</summary>
internal sealed class PairPreparation(PreparationOptions options, PreparedData data, CancellationToken cancellation)
{
    private readonly Quarantine _quarantine = new(options.QuarantineLimit);
    private readonly ExactDeduplication _seen = new();

    public void Run()
    {
        var records = options.Kind == DataKind.Preferences ? Preferences() : Demonstrations();
        DataPreparation.Settle(_quarantine, options, data);
        if (records.Count == 0) throw new DatasetException(options.Input, null, $"no record is left of {data.Ledger.Read} read; see {data.QuarantineFile}");
        var heldOut = HeldOut(records.ConvertAll(r => r.Prompt));
        Write(data.TrainFile, data.Ledger.Train, records.Where((_, i) => !heldOut[i]));
        Write(data.HeldOutFile, data.Ledger.HeldOut, records.Where((_, i) => heldOut[i]));
    }

    private List<(string Prompt, JsonObject Json)> Preferences()
    {
        var read = PreferenceData.Read(options.Input, _quarantine);
        var kept = new List<(string, JsonObject)>();
        foreach (var pair in read.Items)
        {
            var reports = new List<CleaningReport>();
            var clean = pair with { Prompt = Clean(pair.Prompt, reports), Chosen = Clean(pair.Chosen, reports), Rejected = Clean(pair.Rejected, reports) };
            if (clean.Chosen == clean.Rejected || clean.Chosen.Length == 0 || clean.Rejected.Length == 0) DropAs("equal_after_cleaning");
            else Keep(kept, clean.Id, clean.Prompt, PreferenceData.ToJson(clean), reports);
        }
        Shapes(read.Shapes);
        return kept;
    }

    private List<(string Prompt, JsonObject Json)> Demonstrations()
    {
        var read = DemonstrationData.Read(options.Input, _quarantine);
        var kept = new List<(string, JsonObject)>();
        foreach (var item in read.Items)
        {
            var reports = new List<CleaningReport>();
            var clean = item with { Prompt = Clean(item.Prompt, reports), Completion = Clean(item.Completion, reports) };
            if (clean.Completion.Length == 0) DropAs("empty_after_cleaning");
            else Keep(kept, clean.Id, clean.Prompt, DemonstrationData.ToJson(clean), reports);
        }
        Shapes(read.Shapes);
        return kept;
    }

    private void Keep(List<(string, JsonObject)> kept, string id, Conversation prompt, JsonObject json, List<CleaningReport> reports)
    {
        cancellation.ThrowIfCancellationRequested();
        data.Ledger.CountRead();
        var content = json.DeepClone().AsObject();
        content.Remove("id");
        if (!_seen.IsNew(content.ToJsonString()))
        {
            data.Ledger.Drop("duplicate");
            return;
        }
        data.Ledger.Cleaned(id, reports);
        kept.Add((MessageJson.Of(prompt).ToJsonString(), json));
    }

    private void DropAs(string reason)
    {
        data.Ledger.CountRead();
        data.Ledger.Drop(reason);
    }

    /// <summary>By the prompt's hash; with few prompts the last ones.</summary>
    private bool[] HeldOut(List<string> prompts)
    {
        var different = prompts.Distinct().ToList();
        data.Ledger.Split = different.Count < HeldOutSplit.FewDocuments ? "tail" : "hash";
        var held = different.Count < HeldOutSplit.FewDocuments
            ? different.TakeLast((int)Math.Round(options.HeldOut * different.Count)).ToHashSet()
            : different.Where(p => HeldOutSplit.HoldsOut(p, options.HeldOut)).ToHashSet();
        if (held.Count == 0 && options.HeldOut > 0 && different.Count > 1) held = [different.MinBy(p => TextHash.Of(p).Draw)!];
        return [.. prompts.Select(held.Contains)];
    }

    private static void Write(string path, Ledger.Part part, IEnumerable<(string Prompt, JsonObject Json)> records) =>
        JsonLinesFile.Write(path, records.Select(r =>
        {
            part.Add(Encoding.UTF8.GetByteCount(r.Json.ToJsonString()));
            return r.Json;
        }));

    private void Shapes(IReadOnlyDictionary<string, string> shapes)
    {
        foreach (var (file, shape) in shapes) data.Ledger.Files[file] = shape;
    }

    private static Conversation Clean(Conversation conversation, List<CleaningReport> reports) =>
        new([.. conversation.Messages.Select(m => m with { Content = Clean(m.Content, reports) })]);

    private static string Clean(string text, List<CleaningReport> reports)
    {
        var (clean, report) = Cleaner.Clean(text);
        reports.Add(report);
        return clean.Trim();
    }
}
