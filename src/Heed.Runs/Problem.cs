namespace Heed.Runs;

/// <summary>One thing that is wrong in a recipe.</summary>
/// <param name="Path">The key, dotted, as <c>optimizer.learning_rate</c>; a record's own problems name its keys without what is above it.</param>
/// <param name="Message">What was expected and what was found.</param>
/// <param name="Remedy">What to do; may be empty.</param>
public sealed record Problem(string Path, string Message, string Remedy)
{
    /// <summary>Where it stands, as <c>line 12</c> or <c>--set</c>; empty where the key is not written.</summary>
    public string Place { get; init; } = "";

    public override string ToString()
    {
        var place = Place.Length > 0 ? $" ({Place})" : "";
        return $"{Path}{place}: {Message}{(Remedy.Length > 0 ? "; " + Remedy : "")}";
    }
}
