namespace Heed.Models.Generation.Speculation;

/// <summary>A token that may come next.</summary>
/// <param name="Chances">The distribution it was drawn from (V); null: it was certain to be guessed.</param>
internal readonly record struct Guess(int Token, float[]? Chances)
{
    /// <summary>How probable it was that this token would be guessed.</summary>
    public float Chance => Chances?[Token] ?? 1;
}
