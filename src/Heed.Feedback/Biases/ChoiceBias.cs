using Heed.Feedback.Ranking;
using Heed.Feedback.Statistics;

namespace Heed.Feedback.Biases;

/// <summary>A choice between two answers as far as their looks go.</summary>
/// <param name="Rater">Choices of one rater depend on each other and share a number; one without a name has a number of its own.</param>
/// <param name="Left">+1 where the first answer stood on the left, −1 on the right, 0 where unknown.</param>
/// <param name="Style">By feature: first answer less second.</param>
/// <param name="First">Whether the first was chosen.</param>
/// <param name="FirstSource">Index of who wrote the first answer; −1 where that does not matter.</param>
/// <param name="SecondSource">The same of the second.</param>
public sealed record StyledChoice(int Rater, double Left, IReadOnlyList<double> Style, bool First, int FirstSource = -1, int SecondSource = -1);

/// <summary>How much one feature moves choices.</summary>
/// <param name="Feature">What: "left" or a feature of style.</param>
/// <param name="Effect">Logits: for the left side, or a standard deviation of the feature's difference.</param>
/// <param name="P">Of no effect, adjusted for the number of features looked at (Holm 1979).</param>
public sealed record FeatureEffect(string Feature, Estimate Effect, double P);

/// <summary>
/// What choices follow beside who wrote the answers: P(first) = σ(θ_a − θ_b + β·z + γ s), z the standardised differences in style, s the side (style control as the public arenas do it, with
/// the side beside it). Errors allow for choices of one rater depending on each other. Long answers may be better answers: an effect is what goes together, not what causes.
/// </summary>
public sealed record ChoiceBias
{
    /// <summary>α of the penalty α Σ β²: small, for features that hardly vary.</summary>
    public double Ridge { get; init; } = 0.01;

    /// <summary>The side, where known, and every feature that varies.</summary>
    /// <param name="names">Of the features of style.</param>
    public IReadOnlyList<FeatureEffect> Fit(IReadOnlyList<StyledChoice> choices, IReadOnlyList<string> names)
    {
        var columns = Columns(choices, names);
        if (columns.Length == 0 || choices.Count < 3 * columns.Length) return [];
        int[] sources = [.. choices.SelectMany(c => new[] { c.FirstSource, c.SecondSource }).Where(s => s >= 0).Distinct().Order()];
        var place = sources.Skip(1).Select((source, i) => (source, i)).ToDictionary(s => s.source, s => columns.Length + s.i);   // the first source is the origin
        var observed = choices.Select((c, i) => new ObservedChoice(c.First ? 0 : 1, [Features(c, i, columns, place), Source(c.SecondSource, place)], Cluster: c.Rater)).ToArray();
        var fit = new ConditionalLogit { Ridge = Ridge }.Fit(columns.Length + place.Count, observed);
        var errors = choices.DistinctBy(c => c.Rater).Count() >= 10 ? fit.ClusteredErrors : fit.SandwichErrors;
        var effects = columns.Select((_, f) => new Estimate(fit.Parameters[f], errors[f])).ToArray();
        var p = MultipleTesting.Holm([.. effects.Select(e => e.StandardError > 0 ? Tail.Normal(e.Away()) : 1)]);
        return [.. columns.Select((c, f) => new FeatureEffect(c.Name, effects[f], p[f]))];
    }

    private static (string Name, double[] Values)[] Columns(IReadOnlyList<StyledChoice> choices, IReadOnlyList<string> names)
    {
        var all = names.Select((name, f) => (name, Standardised([.. choices.Select(c => c.Style[f])]))).Prepend(("left", [.. choices.Select(c => c.Left)]));
        return [.. all.Where(c => c.Item2.Count(v => v != 0) >= 10)];
    }

    private static double[] Standardised(double[] values)
    {
        var scale = Math.Sqrt(values.Sum(v => v * v) / Math.Max(1, values.Length));
        return [.. values.Select(v => scale > 0 ? v / scale : 0)];
    }

    private static Feature[] Features(StyledChoice choice, int at, (string Name, double[] Values)[] columns, Dictionary<int, int> place) =>
        [.. columns.Select((c, f) => new Feature(f, c.Values[at])), .. Source(choice.FirstSource, place)];

    private static Feature[] Source(int source, Dictionary<int, int> place) => place.TryGetValue(source, out var at) ? [new Feature(at, 1)] : [];
}
