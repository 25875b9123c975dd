using System.Text.Json.Serialization;

namespace Heed.Runs.Tests.Recipes;

/// <summary>A recipe with one key of every kind that there is.</summary>
public sealed record SampleRecipe : IRecipe
{
    public required string Name { get; init; }
    public ulong Seed { get; init; } = 7;
    public int Steps { get; init; } = 100;
    public double LearningRate { get; init; } = 3e-4;
    public float Epsilon { get; init; } = 1e-5f;
    public bool Shuffle { get; init; } = true;
    public int? Limit { get; init; }
    public string? Note { get; init; }
    public SampleMode Mode { get; init; } = SampleMode.PlainText;
    public Optimizer Optimizer { get; init; } = new() { Decay = 0.1 };
    public Optimizer? Second { get; init; }
    public IReadOnlyList<int> Sizes { get; init; } = [1, 2];
    public string[] Words { get; init; } = [];
    public IReadOnlyList<Stage> Stages { get; init; } = [];
    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>();
    public Shape Shape { get; init; } = new Cosine { WarmUp = 50 };
    public Saving Save { get; init; } = new();
    [MayChangeOnResume] public string Out { get; init; } = "runs/sample";

    /// <summary>Computed: not a key.</summary>
    public int Double => Steps * 2;

    public IEnumerable<Problem> Problems() => [.. Rule.Positive(Steps), .. Rule.NotEmpty(Name), .. Rule.Positive(Limit)];
}

public enum SampleMode { PlainText, ChatTurns }

public sealed record Optimizer : IRecipe
{
    public double LearningRate { get; init; } = 1e-3;
    public double Decay { get; init; } = 0.01;

    public IEnumerable<Problem> Problems() => [.. Rule.Positive(LearningRate), .. Rule.Within(Decay, 0, 1)];
}

public sealed record Stage : IRecipe
{
    public required string Kind { get; init; }
    public int Every { get; init; } = 1;

    public IEnumerable<Problem> Problems() => Rule.Positive(Every);
}

[MayChangeOnResume]
public sealed record Saving : IRecipe
{
    public int Every { get; init; } = 10;

    public IEnumerable<Problem> Problems() => Rule.Positive(Every);
}

[JsonDerivedType(typeof(Cosine), "cosine")]
[JsonDerivedType(typeof(Flat), "flat")]
public abstract record Shape : IRecipe
{
    public int WarmUp { get; init; }

    public virtual IEnumerable<Problem> Problems() => Rule.NotNegative(WarmUp);
}

public sealed record Cosine : Shape
{
    public double Floor { get; init; } = 0.1;
}

public sealed record Flat : Shape;
