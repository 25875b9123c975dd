using System.Text.Json.Serialization;

namespace Heed.Feedback.Items;

/// <summary>An answer that may be shown to a rater.</summary>
/// <param name="Text">What is shown.</param>
/// <param name="Source">Who gave it (a model's or a person's name); raters do not see it.</param>
/// <param name="Ended">False where the answer was cut off at the length limit.</param>
public sealed record Candidate(string Text, string Source, bool Ended = true)
{
    /// <summary>Length in words, as raters feel it.</summary>
    [JsonIgnore]
    public int Words => Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}
