using System.Text.Json.Serialization;
using Heed.Language.Texts;

namespace Heed.Feedback.Items;

/// <summary>Something that raters are asked about. Each kind of question is a type of its own.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Comparison), "comparison")]
public abstract record FeedbackItem(string Id, Prompt Prompt);
