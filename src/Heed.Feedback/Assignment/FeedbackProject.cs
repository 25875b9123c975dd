using Heed.Runs;

namespace Heed.Feedback.Assignment;

/// <summary>How the next item is chosen among those that are open to a rater.</summary>
public enum Selection
{
    /// <summary>Highest priority first; among equals in a random order drawn once.</summary>
    Queue,
    /// <summary>By lot.</summary>
    Random,
    /// <summary>Highest priority, then highest score: what is expected to tell most. Some draws stay random, see <see cref="FeedbackProject.RandomShare"/>.</summary>
    Active,
}

/// <summary>Something that is asked of a set of people under one set of rules.</summary>
/// <param name="Id">Unique, part of addresses.</param>
/// <param name="Name">What people read.</param>
public sealed record FeedbackProject(string Id, string Name) : IRecipe
{
    /// <summary>Different raters an item.</summary>
    public int Overlap { get; init; } = 1;

    /// <summary>Share of the items that get <see cref="SharedOverlap"/> raters, so that agreement can be measured; drawn by lot when an item is added.</summary>
    public double SharedShare { get; init; } = 0.15;

    /// <summary>Raters of a shared item.</summary>
    public int SharedOverlap { get; init; } = 3;

    /// <summary>Where given, items begin with <see cref="Overlap"/> raters, are done earlier where raters agree and get more where they do not.</summary>
    public OverlapRule? Adaptive { get; init; }

    /// <summary>The share of answers that each group of items should have; the group furthest behind comes first. Empty: groups do not matter.</summary>
    public IReadOnlyDictionary<string, double> Groups { get; init; } = new Dictionary<string, double>();

    /// <summary>How items are chosen.</summary>
    public Selection Selection { get; init; } = Selection.Queue;

    /// <summary>Share of the draws by lot where selection is active: without it nothing unbiased could be measured.</summary>
    public double RandomShare { get; init; } = 0.25;

    /// <summary>Share of items with a known answer, as long as a rater has some left.</summary>
    public double GoldShare { get; init; } = 0.1;

    /// <summary>Share of own items asked again.</summary>
    public double RepeatShare { get; init; } = 0.04;

    /// <summary>How long after the first answer an item may be asked again.</summary>
    public TimeSpan RepeatAfter { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long a rater keeps an item at least; it can be extended.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Items a rater may hold at once: what a page fetches ahead to work offline.</summary>
    public int HeldItems { get; init; } = 5;

    /// <summary>Skips after which an item is set aside.</summary>
    public int SkipLimit { get; init; } = 3;

    /// <summary>Share of the raters of a demonstration that see the suggestion, by lot; the others are the control arm.</summary>
    public double SuggestionShare { get; init; } = 0.8;

    /// <summary>The consent text in force; null asks for none.</summary>
    public string? Consent { get; init; }

    /// <summary>Days after which contents of answers are erased; the chain and the datasets made before stay. 0 keeps them.</summary>
    public int RetentionDays { get; init; }

    /// <summary>Nothing is erased by age while this holds.</summary>
    public bool LegalHold { get; init; }

    public IEnumerable<Problem> Problems() =>
    [
        .. Rule.NotEmpty(Id),
        .. Rule.Positive(Overlap),
        .. Rule.Positive(SharedOverlap),
        .. Rule.Positive(HeldItems),
        .. Rule.Positive(SkipLimit),
        .. Rule.That(RetentionDays >= 0, "must not be negative", "0 keeps answers", nameof(RetentionDays)),
        .. Rule.Within(SharedShare, 0, 1),
        .. Rule.Within(RandomShare, 0, 1),
        .. Rule.Within(GoldShare, 0, 1),
        .. Rule.Within(RepeatShare, 0, 1),
        .. Rule.Within(SuggestionShare, 0, 1),
        .. Rule.That(Groups.Values.All(share => share > 0), "every share must be above 0", "leave out groups that want no answers", nameof(Groups)),
        .. Rule.That(Adaptive is null || (Adaptive.Least >= 1 && Adaptive.Most >= Adaptive.Least && Adaptive.Certainty is > 0.5 and < 1 && Adaptive.Accuracy is > 0.5 and < 1),
            "needs 1 <= least <= most, and certainty and accuracy between 0.5 and 1", "", nameof(Adaptive)),
    ];
}
