using System.Text;
using Heed.Language.Datasets;
using Heed.Language.Datasets.Formats;
using Heed.Language.Datasets.Shapes;
using Heed.Language.Texts;
using Heed.Runs;

namespace Heed.Language.Curation;

/// <summary>
/// Prepares preference pairs and demonstrations in two passes over the files, so that memory holds a few bytes a record. The prompt decides
/// the side of the split, so that no prompt is on both.
/// </summary>
internal sealed class PairPreparation(PreparationOptions options, DataFiles files, PreparedData data, CancellationToken cancellation)
{
    private readonly SortedDictionary<string, string> _shapes = new(StringComparer.Ordinal);

    public void Run()
    {
        var quarantine = new Quarantine(options.QuarantineLimit);
        var split = new PromptSplit(options.HeldOut);
        foreach (var (prompt, _) in Records(quarantine, data.Ledger)) split.Add(prompt);
        DataPreparation.Settle(quarantine, options, data);
        if (split.Count == 0) throw new DatasetException(options.Input, null, $"no record is left of {data.Ledger.Read} read; see {data.QuarantineFile}");
        foreach (var (file, shape) in _shapes) data.Ledger.Files[file] = shape;
        data.Ledger.Split = split.IsTail ? "tail" : "hash";
        AtomicFile.Write(data.TrainFile, train => AtomicFile.Write(data.HeldOutFile, heldOut =>
        {
            foreach (var (prompt, example) in Records(new Quarantine(1), new Ledger()))
                if (split.HoldsOut(prompt)) Append(heldOut, data.Ledger.HeldOut, example);
                else Append(train, data.Ledger.Train, example);
        }));
    }

    /// <summary>The examples that stay, cleaned, each with what its prompt is known by.</summary>
    private IEnumerable<(TextHash Prompt, Example Example)> Records(Quarantine quarantine, Ledger ledger)
    {
        var seen = new ExactDeduplication();
        foreach (var example in Examples(quarantine))
        {
            cancellation.ThrowIfCancellationRequested();
            ledger.CountRead();
            var reports = new List<CleaningReport>();
            var (clean, prompt, problem) = Clean(example, reports);
            if (problem is not null) ledger.Drop(problem);
            else if (!seen.IsNew(Content(clean))) ledger.Drop("duplicate");
            else
            {
                ledger.Cleaned(example.Id, reports);
                yield return (TextHash.Of(MessageList.Of(prompt.Messages).ToJsonString()), clean);
            }
        }
    }

    private IEnumerable<Example> Examples(Quarantine quarantine) => options.Kind == DataKind.Preferences
        ? Dataset.Stream<Preference>(files, quarantine, _shapes) : Dataset.Stream<Demonstration>(files, quarantine, _shapes);

    private static (Example Clean, Conversation Prompt, string? Problem) Clean(Example example, List<CleaningReport> reports)
    {
        if (example is Preference pair)
        {
            var clean = pair with { Prompt = Clean(pair.Prompt, reports), Chosen = Clean(pair.Chosen, reports), Rejected = Clean(pair.Rejected, reports) };
            return (clean, clean.Prompt, clean.Chosen == clean.Rejected || clean.Chosen.Length == 0 || clean.Rejected.Length == 0 ? "equal_after_cleaning" : null);
        }
        var item = (Demonstration)example;
        item = item with { Prompt = Clean(item.Prompt, reports), Answer = item.Answer with { Content = Clean(item.Completion, reports) } };
        return (item, item.Prompt, item.Completion.Length == 0 && item.Answer.ToolCalls is null ? "empty_after_cleaning" : null);
    }

    private static string Content(Example example)
    {
        var content = Dataset.ToJson(example);
        content.Remove("id");
        return content.ToJsonString();
    }

    private static void Append(Stream stream, Ledger.Part part, Example example)
    {
        var json = Dataset.ToJson(example);
        part.Add(Encoding.UTF8.GetByteCount(json.ToJsonString()));
        JsonLinesFile.Append(stream, json);
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
