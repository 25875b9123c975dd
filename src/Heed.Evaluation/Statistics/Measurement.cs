namespace Heed.Evaluation.Statistics;

/// <summary>A number with its 95 % interval, as every key figure of an evaluation is given.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end of the 95 % interval.</param>
/// <param name="Count">How many independent observations (prompts, pairs, documents) it rests on.</param>
public readonly record struct Measurement(double Value, double Low, double High, long Count)
{
    /// <summary>The interval lies wholly above <paramref name="bound"/>.</summary>
    public bool Above(double bound) => Low > bound;

    /// <summary>The interval lies wholly below <paramref name="bound"/>.</summary>
    public bool Below(double bound) => High < bound;
}
