using System.Text.Json.Nodes;

namespace Heed.Feedback.Imports.Shapes;

/// <summary>A form that records of feedback have in files of other programs.</summary>
public abstract class FeedbackShape
{
    /// <summary>All shapes; the first that fits a record reads it.</summary>
    public static readonly IReadOnlyList<FeedbackShape> All =
        [new PandaShape(), new ExampleShape("oasst"), new LabelStudioShape(), new ArgillaShape(), new ExampleShape("unpaired")];

    /// <summary>What messages call it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a record looks like this shape.</summary>
    public abstract bool Fits(JsonObject record);

    /// <summary>The answers of a record; none where people gave none.</summary>
    /// <param name="source">Recorded as who gave the candidates where the record does not say.</param>
    public abstract IEnumerable<GivenAnswer> Read(JsonObject record, string source);
}
