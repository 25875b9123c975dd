namespace Heed.Models.Generation;

/// <summary>Why an answer is over.</summary>
public enum StopReason
{
    /// <summary>An end id was sampled.</summary>
    EndToken,

    /// <summary>The text holds a stop string.</summary>
    StopString,

    /// <summary>The grammar allows nothing more.</summary>
    Complete,

    /// <summary>The answer has as many tokens as it may.</summary>
    Length,

    /// <summary>The request was cancelled; the tokens so far are kept.</summary>
    Cancelled,

    /// <summary>Penalties and forbidden words left no token to draw.</summary>
    NothingAllowed,
}
