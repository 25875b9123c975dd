using System.Text.Json.Serialization;
using Heed.Language.Texts;

namespace Heed.Feedback.Items;

/// <summary>Something that people are asked about. Each kind of question is a type of its own; the answers to it are in Answers.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Comparison), "comparison")]
[JsonDerivedType(typeof(RankingItem), "ranking")]
[JsonDerivedType(typeof(RatingItem), "rating")]
[JsonDerivedType(typeof(ThumbItem), "thumb")]
[JsonDerivedType(typeof(CorrectionItem), "correction")]
[JsonDerivedType(typeof(DemonstrationItem), "demonstration")]
[JsonDerivedType(typeof(SpanItem), "spans")]
[JsonDerivedType(typeof(RewardItem), "reward")]
[JsonDerivedType(typeof(FormItem), "form")]
public abstract record FeedbackItem(string Id, Prompt Prompt)
{
    /// <summary>The texts to judge, in the item's own order; the order on the screen is drawn for each rater.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<Candidate> Candidates { get; }
}
