namespace Heed.Language.Hub;

/// <summary>A failure that may be gone at the next try; caught where tries are counted.</summary>
internal sealed class PassingException(string message, TimeSpan? retryAfter = null) : Exception(message)
{
    /// <summary>How long the hub asks to wait.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
