using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Reports;

namespace Heed.Feedback.Exports;

/// <summary>What answers are worth: by rater, and the consensus on comparisons.</summary>
public sealed class Reliabilities
{
    /// <summary>Every answer the same.</summary>
    public static readonly Reliabilities Equal = new();

    private readonly Dictionary<string, double> _weights = [];
    private readonly Dictionary<string, ConsensusPair> _pairs = [];

    /// <summary>Why raters were not judged; empty where they were.</summary>
    public string Note { get; private init; } = "";

    /// <summary>Krippendorff's α over the comparisons; null where it is not known.</summary>
    public double? Alpha { get; private init; }

    /// <summary>Judges the raters by the comparisons they share.</summary>
    public static Reliabilities Of(IReadOnlyList<Comparison> comparisons, IEnumerable<Answered> standing, ulong seed) =>
        Of(new FeedbackAnalysis { Seed = seed }.Run(comparisons, ComparisonVote.Of(standing)));

    /// <summary>What an analysis found.</summary>
    public static Reliabilities Of(FeedbackResult result)
    {
        var reliabilities = new Reliabilities { Note = result.Report.ReliabilityNote, Alpha = result.Report.Alpha };
        foreach (var rater in result.Report.Raters ?? []) reliabilities._weights[rater.Rater] = rater.Weight;
        if (result.Report.Raters is not null)
            foreach (var pair in result.Pairs) reliabilities._pairs[pair.ItemId] = pair;
        return reliabilities;
    }

    /// <summary>From 0 (a coin) to 1; 1 for who was not judged, and for a reviewer who settles.</summary>
    public double Weight(Answered answer) => !answer.Settles && answer.Rater is { } rater ? _weights.GetValueOrDefault(rater, 1) : 1;

    /// <summary>The consensus on a comparison, or null.</summary>
    public ConsensusPair? Consensus(string itemId) => _pairs.GetValueOrDefault(itemId);
}
