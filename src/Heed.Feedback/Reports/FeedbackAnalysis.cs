using Heed.Feedback.Agreement;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Reliability;
using Heed.Feedback.Statistics;
using Heed.Runs;

namespace Heed.Feedback.Reports;

/// <summary>The report on a set of votes and the consensus on every pair.</summary>
public sealed record FeedbackResult(FeedbackReport Report, IReadOnlyList<ConsensusPair> Pairs)
{
    /// <summary>The votes it is about, as far as there are comparisons to them.</summary>
    internal IReadOnlyList<ComparisonVote> Votes { get; init; } = [];

    /// <summary>What is behind it; null where raters are not judged.</summary>
    internal LatentGapFit? Fit { get; init; }

    internal RaterAccuracies? Accuracies { get; init; }
}

/// <summary>
/// From votes to what they are worth: agreement, the raters judged by a <see cref="LatentGapModel"/> and flagged by a <see cref="FlagRule"/> under the clearness of pairs that the votes speak
/// for, with Dawid and Skene's tables beside it, and the consensus on every pair. Raters are judged where they are named and pairs have more than one vote; otherwise the share of votes stands
/// for the consensus and the report says why. Votes without a rater are not judged: each goes into the consensus with weight 1, and the report says how many there are.
/// </summary>
public sealed record FeedbackAnalysis
{
    /// <summary>How raters are modelled.</summary>
    public LatentGapModel Model { get; init; } = new();

    /// <summary>Who is flagged.</summary>
    public FlagRule Rule { get; init; } = new();

    /// <summary>Votes a pair, on average over pairs, from which raters can be judged by each other.</summary>
    public double SmallestOverlap { get; init; } = 1.2;

    /// <summary>Seed of the resampling behind α's interval.</summary>
    public ulong Seed { get; init; }

    /// <summary>Analyses votes on the given comparisons; comparisons without a vote are left out.</summary>
    public FeedbackResult Run(IEnumerable<Comparison> comparisons, IReadOnlyList<ComparisonVote> votes) => Analyse(new VotedPairs(comparisons, votes));

    internal FeedbackResult Analyse(VotedPairs crowd)
    {
        var note = crowd.Obstacle(SmallestOverlap);
        if (note.Length > 0) return new FeedbackResult(Unjudged(crowd, note), crowd.ByShare()) { Votes = crowd.Votes };
        var named = crowd.Named();
        var votesByIndex = named.Indexed();
        var fit = Model.Fit(votesByIndex);
        var accuracies = new RaterAccuracyModel { Gaps = Model }.Fit(votesByIndex, fit);
        var judged = new JudgedRaters(named, fit, accuracies, Rule.Judge(votesByIndex, accuracies), new SidedDawidSkene().Fit(votesByIndex));
        var report = Unjudged(crowd, Unnamed(crowd)) with
        {
            LengthQuality = accuracies.Likeliest.LengthQuality,
            Raters = judged.Reports(),
            Ceiling = judged.Ceiling(Implied(crowd)),
        };
        var flagged = report.Flagged.ToHashSet(StringComparer.Ordinal);
        var trusted = new VotedPairs(crowd.Pairs, [.. crowd.Votes.Where(v => v.Rater is null || !flagged.Contains(v.Rater))]);
        report = report with { AlphaUnflagged = new KrippendorffAlpha(Scale.Nominal).Compute(trusted.Values()) };
        return new FeedbackResult(report, crowd.WithUnnamed(judged.Consensus())) { Votes = crowd.Votes, Fit = fit, Accuracies = accuracies };
    }

    private static string Unnamed(VotedPairs crowd) => crowd.Unnamed == 0 ? ""
        : $"{crowd.Unnamed} of {crowd.Votes.Count} votes have no rater: they count with weight 1, and the raters are judged by the others.";

    private FeedbackReport Unjudged(VotedPairs crowd, string note)
    {
        var alpha = new KrippendorffAlpha(Scale.Nominal);
        var (left, sided) = crowd.Share(crowd.Votes, v => v.SaysLeft);
        return new FeedbackReport
        {
            Pairs = crowd.Pairs.Count,
            Votes = crowd.Votes.Count,
            RaterCount = crowd.Raters.Count,
            TieShare = crowd.TieShare(crowd.Votes),
            MeanOverlap = crowd.MeanOverlap,
            PairsByOverlap = crowd.PairsByOverlap(),
            Alpha = alpha.Compute(crowd.Values()),
            AlphaInterval = alpha.Interval(crowd.Values(), new SeededRandom(Seed, "feedback/alpha")),
            Agreement = RawAgreement.Compute(crowd.Values()),
            Ties = crowd.Ties(),
            MedianSeconds = VotedPairs.MedianSeconds(crowd.Votes),
            LeftShare = left,
            LeftShareInterval = left is null ? null : Proportion.Wilson(left.Value * sided, sided, 0.95),
            LongerShare = crowd.Share(crowd.Votes, crowd.SaysLonger).Share,
            ReliabilityNote = note,
            Ceiling = new AccuracyCeiling(null, null, null, Implied(crowd)),
        };
    }

    private static double? Implied(VotedPairs crowd) => RawAgreement.Compute(crowd.Values()) is { } agreement ? RawAgreement.ImpliedAccuracy(agreement) : null;
}
