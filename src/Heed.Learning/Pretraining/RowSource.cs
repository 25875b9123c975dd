using Heed.Language.Tokens;

namespace Heed.Learning.Pretraining;

/// <summary>The rows of each step: sequences of up to T + 1 tokens, of which all but the first are learned.</summary>
internal abstract class RowSource
{
    /// <summary>The rows of a step; the same for the same seed and step, whatever came before.</summary>
    public abstract IReadOnlyList<int[]> Batch(long step);

    /// <summary>All rows once, in order: the whole text.</summary>
    public abstract IEnumerable<int[]> All();

    /// <summary>The source that a recipe asks for.</summary>
    public static RowSource Of(TokenShard text, PretrainingRecipe recipe) => recipe.Packing == PackingKind.Documents
        ? new DocumentRows(text, recipe.RowTokens, recipe.Rows, recipe.Seed)
        : new StreamRows(text, recipe.RowTokens, recipe.Rows, recipe.Seed);

    /// <summary>Tokens from a place on.</summary>
    protected static int[] Read(TokenShard text, long start, int length)
    {
        var row = new int[length];
        text.Copy(start, row);
        return row;
    }
}
