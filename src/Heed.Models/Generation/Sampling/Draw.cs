namespace Heed.Models.Generation.Sampling;

/// <summary>One sampled token.</summary>
/// <param name="Token">Its id; <see cref="None"/> where every token was forbidden, <see cref="NotANumber"/> where the logits are broken.</param>
/// <param name="LogProb">Its log-probability in the full distribution at the sampling temperature: what a trainer recomputes.</param>
/// <param name="FilteredLogProb">Its log-probability in the distribution it was drawn from, after penalties and filters.</param>
/// <param name="Top">The most probable tokens of the full distribution, where they were asked for.</param>
internal readonly record struct Draw(int Token, float LogProb, float FilteredLogProb, TokenLogProb[]? Top = null)
{
    public const int None = -1;

    /// <summary>In place of a token: a logit is NaN or plus infinity, or all are minus infinity.</summary>
    public const int NotANumber = -2;

    public static Draw Nothing => new(None, float.NegativeInfinity, float.NegativeInfinity);

    public static Draw Broken => new(NotANumber, float.NaN, float.NaN);
}
