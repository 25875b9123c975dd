using Heed.Language.Curation;
using Heed.Language.Datasets;
using Heed.Runs;

namespace Heed.Rounds.Recipes;

/// <summary>How text is prepared.</summary>
public sealed record DataRecipe : IRecipe
{
    /// <summary>What counts as a document.</summary>
    public DocumentUnit Document { get; init; } = DocumentUnit.File;

    /// <summary>The share held out.</summary>
    public double HeldOut { get; init; } = 0.1;

    /// <summary>The largest share of bad records.</summary>
    public double QuarantineLimit { get; init; } = 0.05;

    /// <summary>Canaries to plant; null plants none and leaves the text what it is.</summary>
    public CanaryOptions? Canaries { get; init; }

    public PreparationOptions Options(string input) => new()
    {
        Input = input,
        Document = Document,
        HeldOut = HeldOut,
        QuarantineLimit = QuarantineLimit,
        Canaries = Canaries,
    };

    public IEnumerable<Problem> Problems() => [.. Rule.Within(HeldOut, 0, 0.99), .. Rule.Within(QuarantineLimit, 0, 1)];
}
