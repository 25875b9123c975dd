using Heed.Language.Datasets;

namespace Heed.Language.Curation;

/// <summary>
/// From files as people have them to a folder that training reads: cleaned, without exact duplicates, split. The same input gives the
/// same bytes.
/// </summary>
public static class DataPreparation
{
    /// <exception cref="DatasetException">The input cannot be read, too much of it is bad, or nothing is left.</exception>
    public static PreparedData Run(PreparationOptions options, string folder, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(folder);
        var data = new PreparedData(folder, new Ledger());
        var files = DataFiles.Of(options.Input, options.Part);
        foreach (var file in files.Files) data.Ledger.Files[files.Relative(file)] = "";
        data.Ledger.IgnoredFiles.AddRange(files.Ignored.Select(files.Relative));
        File.Delete(data.CanaryFile);
        if (options.Kind == DataKind.Text) new TextPreparation(options, files, data, cancellation).Run();
        else new PairPreparation(options, files, data, cancellation).Run();
        data.Ledger.Write(data.LedgerFile);
        return data;
    }

    /// <summary>Writes what is in quarantine, counts it, and stops where it is too much.</summary>
    internal static void Settle(Quarantine quarantine, PreparationOptions options, PreparedData data)
    {
        quarantine.Write(data.QuarantineFile);
        data.Ledger.CountRead(quarantine.Records.Count);
        data.Ledger.Drop("quarantined", quarantine.Records.Count);
        quarantine.Check(options.Input);
    }
}
