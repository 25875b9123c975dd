using Heed.Language.Datasets;
using Heed.Runs;

namespace Heed.Language.Curation;

/// <summary>What <see cref="DataPreparation"/> reads, and how.</summary>
public sealed record PreparationOptions : IRecipe
{
    /// <summary>A file or a folder.</summary>
    public required string Input { get; init; }

    public DataKind Kind { get; init; } = DataKind.Text;

    /// <summary>Which configuration of a dataset folder; null: its default.</summary>
    public string? Config { get; init; }

    /// <summary>Which split of a dataset folder; null: train where the folder names splits, else everything.</summary>
    public string? Split { get; init; }

    /// <summary>What counts as a document of text.</summary>
    public DocumentUnit Document { get; init; } = DocumentUnit.File;

    /// <summary>The key of the text in files of records; null: text, content, document or story.</summary>
    public string? TextKey { get; init; }

    /// <summary>The share held out, from 0 to below 1.</summary>
    public double HeldOut { get; init; } = 0.1;

    /// <summary>The largest share of bad records, from 0 to 1.</summary>
    public double QuarantineLimit { get; init; } = 0.05;

    /// <summary>Canaries to plant in text; null: none, the text stays what it is.</summary>
    public CanaryOptions? Canaries { get; init; }

    internal DatasetPart Part => new(Config, Split);

    public IEnumerable<Problem> Problems() =>
    [
        .. Rule.NotEmpty(Input), .. Rule.Within(HeldOut, 0, 0.99), .. Rule.Within(QuarantineLimit, 0, 1),
        .. Rule.That(Canaries is null || Kind == DataKind.Text, "canaries can be planted in text only", "leave canaries out", nameof(Canaries))
    ];
}
