using Heed.Language.Curation;
using Heed.Rounds.Files;

namespace Heed.Rounds.Stages;

/// <summary>Any text → train.jsonl, heldout.jsonl, ledger.json, quarantine.jsonl.</summary>
public static class DataStage
{
    public const string Result = "result.json";

    public static DataResult Run(PreparationOptions options, string output, StageContext context)
    {
        var data = DataPreparation.Run(options, output, context.Cancellation);
        var result = new DataResult(output, data.Ledger.Read, data.Ledger.Train.Records, data.Ledger.HeldOut.Records, data.Ledger.Dropped, data.Ledger.PlantedCanaries);
        JsonLines.WriteDocument(Path.Combine(output, Result), result);
        return result;
    }
}

/// <param name="Read">Records read.</param>
/// <param name="Dropped">Records dropped, by reason; what was merely changed stands in ledger.json.</param>
public sealed record DataResult(string Folder, long Read, long Training, long HeldOut, IReadOnlyDictionary<string, long> Dropped, int PlantedCanaries);
