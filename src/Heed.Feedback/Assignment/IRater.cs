using Heed.Feedback.Events;
using Heed.Feedback.Items;

namespace Heed.Feedback.Assignment;

/// <summary>What a rater sees of a comparison: two sides, no sources, no other votes.</summary>
public sealed record ComparisonPage(Comparison Item, bool FirstOnLeft)
{
    public Candidate Left => FirstOnLeft ? Item.First : Item.Second;

    public Candidate Right => FirstOnLeft ? Item.Second : Item.First;
}

/// <summary>What a rater answered and how long it took; null where nobody measured.</summary>
public sealed record Judgement(Choice Choice, TimeSpan? Elapsed);

/// <summary>Somebody who can be asked: a person at a terminal, a simulated rater, a model.</summary>
public interface IRater
{
    /// <summary>The pseudonym its answers are recorded under.</summary>
    string Name { get; }

    /// <summary>Whether a person, a model or a program answers.</summary>
    ActorKind Actor { get; }

    /// <summary>Judges what is on the page; null: leaves for now, with the page unanswered.</summary>
    Judgement? Judge(ComparisonPage page);
}
