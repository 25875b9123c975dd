using System.Text.Json.Serialization;

namespace Heed.Feedback.Items;

/// <summary>An answer that may be shown to a rater.</summary>
/// <param name="Text">What is shown.</param>
/// <param name="Source">Who gave it (a model's or a person's name); raters do not see it.</param>
/// <param name="Ended">False where the answer was cut off at the length limit.</param>
public sealed record Candidate(string Text, string Source, bool Ended = true)
{
    /// <summary>How a model came to it; null where nobody noted it. Raters do not see it.</summary>
    public Origin? Origin { get; init; }

    /// <summary>Length in words, as raters feel it.</summary>
    [JsonIgnore]
    public int Words => Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>A name made of the content.</summary>
    internal string Key => Identity.Of(Text, Source, Ended ? "ended" : "cut");
}

/// <summary>The model behind an answer, exactly enough to sample it again.</summary>
/// <param name="Revision">Hash of the weights.</param>
/// <param name="Adapter">Hash or name of the adapter; null without one.</param>
/// <param name="Template">Hash of the chat template.</param>
/// <param name="LogProbabilities">Where the tokens and their log-probabilities are kept.</param>
public sealed record Origin(string? Revision = null, string? Adapter = null, double? Temperature = null, long? Seed = null, string? Template = null, string? LogProbabilities = null);
