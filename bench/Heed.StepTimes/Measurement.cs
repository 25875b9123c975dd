namespace Heed.StepTimes;

/// <summary>One row of the table: what it is called, what it should reach on a machine, and how it is measured.</summary>
public abstract class Measurement
{
    /// <summary>In snake_case; stays the same from version to version.</summary>
    public abstract string Name { get; }

    /// <summary>What the value is counted in; <c>ratio</c> where it has no unit.</summary>
    public virtual string Unit => "ratio";

    /// <summary>Which way is better.</summary>
    public virtual Better Better => Better.Higher;

    /// <summary>What is to be reached on a machine.</summary>
    public abstract double Goal(BenchMachine machine);

    /// <summary>Why the row cannot be measured here or in a quick session; null where it can.</summary>
    public virtual string? Missing(Session session) => null;

    /// <summary>Measures.</summary>
    public abstract double Measure(Session session);
}

/// <summary>Which way a value is better.</summary>
public enum Better
{
    Higher,
    Lower,
}
