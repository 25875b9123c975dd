namespace Heed.Simulation.Judging;

/// <summary>One thing the gold reward looks at.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="Value">At most 1; its meaning is the part's.</param>
/// <param name="Weight">How much it counts.</param>
public readonly record struct GoldPart(string Name, double Value, double Weight)
{
    /// <summary>What the part adds to the gold.</summary>
    public double Contribution => Weight * Value;
}

/// <summary>A gold reward taken apart.</summary>
/// <param name="Parts">In a fixed order.</param>
public sealed record GoldAnatomy(IReadOnlyList<GoldPart> Parts)
{
    /// <summary>1 is an excellent answer, 0 is worth nothing, below 0 does harm.</summary>
    public double Total => Parts.Sum(p => p.Contribution);

    /// <summary>A part's value by its name.</summary>
    public double this[string name] => Parts.Single(p => p.Name == name).Value;

    /// <summary>Whether the question is answered, rightly and in full.</summary>
    public bool Right => this["answer"] >= 1;
}
