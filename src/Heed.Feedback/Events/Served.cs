namespace Heed.Feedback.Events;

/// <summary>A model gave somebody a response, outside of any labelling.</summary>
/// <param name="ItemId">The response.</param>
/// <param name="Rater">Whose conversation it is, by pseudonym.</param>
/// <param name="Response">What the serving program calls it.</param>
public sealed record Served(string Id, DateTimeOffset Time, string? ItemId, string? Rater, string Place, string Response)
    : FeedbackEvent(Id, Time, ItemId, Rater, Place)
{
    /// <summary>The conversation or task it belongs to; null where it stands alone.</summary>
    public string? Episode { get; init; }

    /// <summary>Whether models may learn from what is said about it.</summary>
    public bool TrainOk { get; init; }

    /// <summary>What the user agreed to; null where nothing was asked.</summary>
    public string? Consent { get; init; }
}
