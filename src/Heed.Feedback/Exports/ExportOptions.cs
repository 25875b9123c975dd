namespace Heed.Feedback.Exports;

/// <summary>What a dataset is for.</summary>
public enum ExportShape
{
    /// <summary>Two answers, and which is better: comparisons, pairs out of rankings, corrections over what they correct.</summary>
    Pairs,
    /// <summary>K answers in order.</summary>
    Rankings,
    /// <summary>Ratings by attribute.</summary>
    Ratings,
    /// <summary>Good or bad.</summary>
    Thumbs,
    /// <summary>What people wrote: demonstrations and corrections.</summary>
    Demonstrations,
}

/// <summary>What an answer weighs.</summary>
public enum ExportWeights
{
    /// <summary>Every answer the same.</summary>
    Equal,
    /// <summary>As much as its rater is right, judged by the comparisons that raters share.</summary>
    Reliability,
}

/// <summary>Which answers become which dataset.</summary>
/// <param name="Format">A name of <see cref="Formats.DatasetFormat.All"/>.</param>
public sealed record ExportOptions(ExportShape Shape, string Format = "heed", ExportWeights Weights = ExportWeights.Equal)
{
    /// <summary>Also answers of models and programs; else people's alone.</summary>
    public bool Models { get; init; }

    /// <summary>Raters whose answers no model may learn from.</summary>
    public IReadOnlySet<string> Refused { get; init; } = new HashSet<string>();

    /// <summary>Whether e-mail addresses, telephone numbers and the like are replaced by their kind.</summary>
    public bool Redact { get; init; }

    /// <summary>Seed of the intervals in the report.</summary>
    public ulong Seed { get; init; }
}
