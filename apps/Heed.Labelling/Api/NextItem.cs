using Heed.Feedback.Assignment;
using Heed.Feedback.Items;
using Heed.Language.Texts;

namespace Heed.Labelling.Api;

/// <summary>What comes next for the caller. Nothing here says who wrote a response, what others answered, or whether the answer is known.</summary>
public sealed record NextItem
{
    /// <summary>Whether there is an item, else why not.</summary>
    public required TurnState State { get; init; }

    /// <summary>Why there is no item, in words.</summary>
    public string? Reason { get; init; }

    /// <summary>Names the lease; answers are sent under it.</summary>
    public string? Assignment { get; init; }

    public string? ItemId { get; init; }

    /// <summary>comparison, ranking, rating, thumb, correction, demonstration, spans, reward or form: the kind of answer that is asked for.</summary>
    public string? Kind { get; init; }

    /// <summary>The conversation so far.</summary>
    public IReadOnlyList<Message>? Prompt { get; init; }

    /// <summary>The responses in the order they are shown; answers name them by place, from 0.</summary>
    public IReadOnlyList<ShownResponse>? Responses { get; init; }

    /// <summary>Of ratings: the scales.</summary>
    public IReadOnlyList<RatingScale>? Scales { get; init; }

    /// <summary>Of spans: what a place can be marked as.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Of forms: the questions.</summary>
    public Form? Form { get; init; }

    /// <summary>Of demonstrations: whether the user's turns may be written too.</summary>
    public bool? BothSides { get; init; }

    /// <summary>Until when the item stays with the caller.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>The guidelines in force.</summary>
    public int? GuidelineVersion { get; init; }

    /// <summary>Sensitive matters it is marked with.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }

    /// <summary>For practice: the answer is explained at once.</summary>
    public bool? Practice { get; init; }

    public static NextItem Of(Turn turn) => turn.Lease is not { } lease ? new NextItem { State = turn.State, Reason = turn.Reason } : new NextItem
    {
        State = turn.State,
        Assignment = lease.Token,
        ItemId = lease.Item.Id,
        Kind = KindOf(lease.Item),
        Prompt = lease.Item.Prompt.Conversation.Messages,
        Responses = lease.Item is DemonstrationItem && !lease.Shown.Suggestion ? [] : [.. lease.Candidates.Select(c => new ShownResponse(c.Text, c.Ended))],
        Scales = (lease.Item as RatingItem)?.Scales,
        Labels = (lease.Item as SpanItem)?.Labels,
        Form = (lease.Item as FormItem)?.Form,
        BothSides = (lease.Item as DemonstrationItem)?.BothSides,
        LeaseUntil = lease.Until,
        GuidelineVersion = lease.Shown.Guidelines,
        Warnings = lease.Warnings.Count > 0 ? lease.Warnings : null,
        Practice = lease.Purpose == Purpose.Practice ? true : null,
    };

    private static string KindOf(FeedbackItem item) => item switch
    {
        Comparison => "comparison",
        RankingItem => "ranking",
        RatingItem => "rating",
        ThumbItem => "thumb",
        CorrectionItem => "correction",
        DemonstrationItem => "demonstration",
        SpanItem => "spans",
        RewardItem => "reward",
        FormItem => "form",
        _ => item.GetType().Name,
    };
}

/// <summary>A response as it is shown.</summary>
/// <param name="Ended">False where it was cut off at the length limit.</param>
public sealed record ShownResponse(string Text, bool Ended);
