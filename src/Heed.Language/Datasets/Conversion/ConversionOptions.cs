namespace Heed.Language.Datasets.Conversion;

/// <summary>What <see cref="DatasetConversion"/> reads and writes.</summary>
public sealed record ConversionOptions
{
    /// <summary>A file or a folder.</summary>
    public required string Input { get; init; }

    /// <summary>The file to write; its name says the format.</summary>
    public required string Output { get; init; }

    /// <summary>The shape to write; null: the records as they are.</summary>
    public string? To { get; init; }

    /// <summary>Which part of a dataset folder; null: the default.</summary>
    public DatasetPart? Part { get; init; }

    /// <summary>What counts as a document of text.</summary>
    public DocumentUnit Document { get; init; } = DocumentUnit.File;

    /// <summary>The largest share of bad records, from 0 to 1.</summary>
    public double QuarantineLimit { get; init; } = 0.05;
}
