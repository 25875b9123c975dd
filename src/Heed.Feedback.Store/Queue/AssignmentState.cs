namespace Heed.Feedback.Store.Queue;

/// <summary>What became of an assignment, as its column says.</summary>
internal static class AssignmentState
{
    public const string Leased = "leased", Submitted = "submitted", Surplus = "surplus", Skipped = "skipped", Expired = "expired";

    /// <summary>The rater settled the item as a reviewer: it is neither given again nor answered under this lease.</summary>
    public const string Settled = "settled";
}
