using Heed.Runs;

namespace Heed.Feedback.Items;

/// <summary>A custom form; written as YAML.</summary>
public sealed record Form : IRecipe
{
    /// <summary>What stands above the questions.</summary>
    public string Title { get; init; } = "";

    /// <summary>The questions, in order.</summary>
    public IReadOnlyList<FormField> Fields { get; init; } = [];

    public IEnumerable<Problem> Problems() =>
    [
        .. Rule.NotEmpty(Fields),
        .. Rule.That(Fields.Select(f => f.Name).Distinct().Count() == Fields.Count, "two fields have the same name", "give every field a name of its own", nameof(Fields)),
    ];
}

/// <summary>How a field is filled in.</summary>
public enum FieldKind
{
    /// <summary>One of the options.</summary>
    Choice,
    /// <summary>Any number of the options.</summary>
    Choices,
    /// <summary>A whole number from low to high.</summary>
    Scale,
    /// <summary>Any number from low to high.</summary>
    Number,
    /// <summary>Free text.</summary>
    Text,
    /// <summary>Yes or no.</summary>
    YesNo,
}

/// <summary>One question of a form.</summary>
public sealed record FormField : IRecipe
{
    /// <summary>The key of the answer.</summary>
    public string Name { get; init; } = "";

    /// <summary>How it is filled in.</summary>
    public FieldKind Kind { get; init; } = FieldKind.Text;

    /// <summary>What the rater reads; the name where empty.</summary>
    public string Label { get; init; } = "";

    /// <summary>Whether the form is incomplete without it.</summary>
    public bool Required { get; init; } = true;

    /// <summary>Asked once an answer, not once an item.</summary>
    public bool PerAnswer { get; init; }

    /// <summary>What can be chosen.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>The lowest number.</summary>
    public double Low { get; init; } = 1;

    /// <summary>The highest number.</summary>
    public double High { get; init; } = 5;

    public IEnumerable<Problem> Problems() =>
    [
        .. Rule.NotEmpty(Name),
        .. Rule.That(Kind is not (FieldKind.Choice or FieldKind.Choices) || Options.Count > 1, "a choice needs at least two options", "list them under options", nameof(Options)),
        .. Rule.That(Low < High, "low must be below high", "", nameof(Low)),
    ];
}
