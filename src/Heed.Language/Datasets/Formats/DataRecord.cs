using System.Text.Json.Nodes;

namespace Heed.Language.Datasets.Formats;

/// <summary>A record as it stands in a file. The line is where it starts, from 1; in Parquet files the row.</summary>
public sealed record DataRecord(string File, long Line, JsonObject Value);
