using System.Text.Json;
using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Items;

namespace Heed.Labelling.Items;

/// <summary>An item as one rater sees it.</summary>
/// <param name="Item">What is asked.</param>
/// <param name="Order">Which candidate stands at each place: <c>Order[place] = index in the item</c>; drawn by the server.</param>
/// <param name="Assignment">The token of the lease; empty in practice.</param>
public sealed record ShownItem(FeedbackItem Item, IReadOnlyList<int> Order, string Assignment)
{
    /// <summary>How long it is lent for; null where it is not lent (an answer looked at again, practice).</summary>
    public TimeSpan? Lease { get; init; }

    /// <summary>What was filled in before: a draft, or the answer that is being changed.</summary>
    public IReadOnlyDictionary<string, string[]> Fields { get; init; } = new Dictionary<string, string[]>();

    /// <summary>Whether a suggestion may be offered to this rater (the arm of the experiment it is in).</summary>
    public bool SuggestionShown { get; init; }

    /// <summary>Whether this is an answer already given, open for change.</summary>
    public bool Revises { get; init; }

    /// <summary>Sensitive matters the item is marked with; shown blurred until the rater asks for it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether its answer is known and explained at once.</summary>
    public bool Practice { get; init; }

    /// <summary>What a rater holds, with its draft.</summary>
    public static ShownItem Of(Lease lease, DateTimeOffset now) => new(lease.Item, lease.Shown.Order, lease.Token)
    {
        Lease = lease.Until - now,
        Practice = lease.Purpose == Purpose.Practice,
        SuggestionShown = lease.Shown.Suggestion,
        Warnings = lease.Warnings,
        Fields = lease.Draft is { } draft ? Draft(draft) : new Dictionary<string, string[]>(),
    };

    /// <summary>A draft is what the page wrote, or an answer that was taken back.</summary>
    private static IReadOnlyDictionary<string, string[]> Draft(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty("kind", out var kind) && kind.ValueKind == JsonValueKind.String
            ? AnswerFields.Write(JsonSerializer.Deserialize<Answer>(json, FeedbackJson.Options)!)
            : JsonSerializer.Deserialize<Dictionary<string, string[]>>(json)!;
    }

    /// <summary>The candidates as shown.</summary>
    public IReadOnlyList<Candidate> Shown => [.. Order.Select(index => Item.Candidates[index])];
}
