namespace Heed.Language.Datasets.Formats;

/// <summary>Reads the records of one file, whatever its format. A broken line is quarantined; a broken file ends the reading.</summary>
public static class RecordFile
{
    /// <exception cref="DatasetException">The file is absent, empty, in another encoding or broken as a whole.</exception>
    public static IEnumerable<DataRecord> Read(string file, Quarantine quarantine) => DataFiles.EndingOf(file) switch
    {
        ".parquet" => ParquetRecords.Read(file),
        ".arrow" => ArrowRecords.Read(file),
        ".csv" => DelimitedRecords.Read(file, null, quarantine),
        ".tsv" => DelimitedRecords.Read(file, '\t', quarantine),
        ".json" when JsonArrayRecords.StartsArray(file) => JsonArrayRecords.Read(file, quarantine),
        ".json" or ".jsonl" or ".ndjson" => JsonLineRecords.Read(file, quarantine),
        ".txt" => throw new DatasetException(file, null, "expected records (.jsonl, .json, .csv, .parquet, .arrow), found a text file"),
        _ => throw new DatasetException(file, null, "the name does not say the format; expected it to end in .jsonl, .json, .csv, .tsv, .parquet or .arrow")
    };
}
