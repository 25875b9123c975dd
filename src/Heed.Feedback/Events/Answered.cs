using System.Text.Json.Serialization;
using Heed.Feedback.Answers;

namespace Heed.Feedback.Events;

/// <summary>Who or what answers. Judgements of models and programs are never mixed with people's.</summary>
public enum ActorKind
{
    Human,
    Model,
    Code,
}

/// <summary>A rater's answer about an item, with everything needed to know what it is worth.</summary>
/// <param name="Answer">Candidates are named in the item's own order.</param>
public sealed record Answered(string Id, DateTimeOffset Time, string? ItemId, string? Rater, string Place, Answer Answer)
    : FeedbackEvent(Id, Time, ItemId, Rater, Place)
{
    /// <summary>Where answers of reviewers come from: they settle what raters disagree about.</summary>
    public const string Adjudication = "adjudication";

    /// <summary>Where feedback comes from that users of a served model give.</summary>
    public const string Use = "use";

    /// <summary>What was on the screen; null where nobody knows (feedback given elsewhere).</summary>
    public Shown? Shown { get; init; }

    /// <summary>How long it took; null where nobody measured.</summary>
    public Timing? Timing { get; init; }

    /// <summary>Why this rater got this item; null where nobody knows.</summary>
    public Sampling? Sampling { get; init; }

    /// <summary>What answers.</summary>
    public ActorKind Actor { get; init; } = ActorKind.Human;

    /// <summary>The rater's consent when answering; null where none was asked.</summary>
    public string? Consent { get; init; }

    /// <summary>False: no model may learn from it.</summary>
    public bool TrainOk { get; init; } = true;

    /// <summary>The answer that this one takes the place of.</summary>
    public string? Supersedes { get; init; }

    /// <summary>The lease it answers; null without one.</summary>
    public string? Assignment { get; init; }

    /// <summary>True where the item had enough answers already: counts for agreement, not for the overlap.</summary>
    public bool Surplus { get; init; }

    /// <summary>Whether it is a reviewer's, who settles what raters disagree about.</summary>
    [JsonIgnore]
    public bool Settles => Place == Adjudication;

    /// <summary>Whether a user of a served model gave it, about a response of the own conversation.</summary>
    [JsonIgnore]
    public bool Captured => Place == Use;

    /// <summary>Whether it is a rater's judgement of what nobody knew: what agreement and figures of raters are made of.</summary>
    [JsonIgnore]
    public bool Counts => !Settles && !Captured && Sampling?.Policy is not (SamplingPolicy.Gold or SamplingPolicy.Practice);

    /// <summary>Whether a model may learn from it: allowed, and not an item whose answer was known before.</summary>
    [JsonIgnore]
    public bool Trainable => TrainOk && Sampling?.Policy is not (SamplingPolicy.Gold or SamplingPolicy.Practice);
}

/// <summary>What was on the screen.</summary>
/// <param name="Order">The candidates in the order they were shown: <c>Order[position] = index in the item</c>.</param>
public sealed record Shown(IReadOnlyList<int> Order)
{
    /// <summary>Names of models were not shown.</summary>
    public bool IdentityHidden { get; init; } = true;

    /// <summary>A model's suggestion was shown.</summary>
    public bool Suggestion { get; init; }

    /// <summary>A reward model's score was shown.</summary>
    public bool Score { get; init; }

    /// <summary>A text was shown in part: by the page, or because its writer was cut off.</summary>
    public bool Truncated { get; init; }

    /// <summary>The guidelines in force; 0 before there were any.</summary>
    public int Guidelines { get; init; }

    /// <summary>Language of the page.</summary>
    public string? Locale { get; init; }

    /// <summary>Version of the page or program.</summary>
    public string? Build { get; init; }
}

/// <summary>How an answer came about in time, as the page measured it.</summary>
/// <param name="Elapsed">From shown to submitted.</param>
public sealed record Timing(TimeSpan Elapsed)
{
    /// <summary>From shown to the first input.</summary>
    public TimeSpan? FirstInput { get; init; }

    /// <summary>Time that the page was hidden.</summary>
    public TimeSpan? Hidden { get; init; }

    /// <summary>How often the answer was changed before it was submitted.</summary>
    public int Changes { get; init; }

    /// <summary>Share of the written text that was pasted.</summary>
    public double Pasted { get; init; }

    /// <summary>Whether every response was seen to its end; null where nobody measured.</summary>
    public bool? ReadToEnd { get; init; }

    /// <summary>When it was submitted by the rater's own clock.</summary>
    public DateTimeOffset? ClientTime { get; init; }
}

/// <summary>Why an item was given to a rater.</summary>
public enum SamplingPolicy
{
    /// <summary>By lot among the open items.</summary>
    Random,
    /// <summary>The first of the queue: highest priority, the rest by a random order drawn once.</summary>
    Queue,
    /// <summary>Highest score: the answer is expected to tell most.</summary>
    Active,
    /// <summary>Its answer is known.</summary>
    Gold,
    /// <summary>The rater has answered it before.</summary>
    Repeat,
    /// <summary>For practice; the answer is explained at once.</summary>
    Practice,
    /// <summary>Assigned by a plan made before anybody answered.</summary>
    Plan,
}

/// <summary>Why a rater got an item.</summary>
/// <param name="Propensity">The probability with which the lot fell on it, given the queue at that moment; 1 where no lot was drawn.</param>
/// <param name="Pool">Number of items it was drawn from.</param>
public sealed record Sampling(SamplingPolicy Policy, double Propensity = 1, int Pool = 1);
