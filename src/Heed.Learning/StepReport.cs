namespace Heed.Learning;

/// <summary>The figures of one step: plain numbers by name, no tensors.</summary>
public sealed record StepReport(IReadOnlyDictionary<string, double> Figures)
{
    /// <summary>One figure.</summary>
    public double this[string name] => Figures[name];

    /// <summary>Why training should end here; null to go on.</summary>
    public string? Stop { get; init; }
}
