namespace Heed.Feedback.Statistics;

/// <summary>Two ends of an interval.</summary>
public readonly record struct Interval(double Low, double High)
{
    public bool Contains(double value) => Low <= value && value <= High;
}
