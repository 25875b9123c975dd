using Heed.Feedback.Agreement;
using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Reliability;
using Heed.Feedback.Statistics;

namespace Heed.Feedback.Reports;

/// <summary>Comparisons that have votes, and the votes, looked at from all sides that a report needs.</summary>
internal sealed class VotedPairs
{
    private readonly Dictionary<string, int> _pairIndex, _raterIndex;

    public VotedPairs(IEnumerable<Comparison> comparisons, IReadOnlyList<ComparisonVote> votes)
    {
        var voted = votes.Select(v => v.ItemId).ToHashSet();
        Pairs = [.. comparisons.Where(c => voted.Contains(c.Id))];
        _pairIndex = Pairs.Select((pair, i) => (pair.Id, i)).ToDictionary(p => p.Id, p => p.i);
        Votes = [.. votes.Where(v => _pairIndex.ContainsKey(v.ItemId))];
        Raters = [.. Votes.Select(v => v.Rater).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        _raterIndex = Raters.Select((rater, i) => (rater, i)).ToDictionary(r => r.rater, r => r.i);
        ByPair = [.. Pairs.Select(_ => new List<ComparisonVote>())];
        foreach (var vote in Votes) ByPair[_pairIndex[vote.ItemId]].Add(vote);
    }

    public IReadOnlyList<Comparison> Pairs { get; }
    public IReadOnlyList<ComparisonVote> Votes { get; }
    public IReadOnlyList<string> Raters { get; }
    public IReadOnlyList<List<ComparisonVote>> ByPair { get; }
    public double MeanOverlap => Pairs.Count == 0 ? 0 : (double)Votes.Count / Pairs.Count;

    /// <summary>Who wrote the answers, by name.</summary>
    public string[] Sources() => [.. Pairs.SelectMany(p => new[] { p.First.Source, p.Second.Source }).Distinct().Order(StringComparer.Ordinal)];

    public Comparison Pair(ComparisonVote vote) => Pairs[_pairIndex[vote.ItemId]];

    public IReadOnlyList<ComparisonVote> OnPairOf(ComparisonVote vote) => ByPair[_pairIndex[vote.ItemId]];

    /// <summary>Votes without a rater.</summary>
    public int Unnamed => Votes.Count(v => v.Rater is null);

    /// <summary>The votes whose raters are named, with their pairs: those who can be judged.</summary>
    public VotedPairs Named() => Unnamed == 0 ? this : new VotedPairs(Pairs, [.. Votes.Where(v => v.Rater is not null)]);

    /// <summary>Why the raters cannot be judged by each other; empty where they can.</summary>
    public string Obstacle(double smallestOverlap)
    {
        if (Votes.Count == 0) return "There are no votes.";
        if (Raters.Count == 0) return "The raters are not named, so they cannot be told apart: every vote counts the same.";
        if (Raters.Count < 3) return $"{Raters.Count} raters: at least three are needed to judge them by each other.";
        var overlap = Named().MeanOverlap;
        return overlap < smallestOverlap
            ? $"{overlap:0.00} votes a pair: raters can be judged by each other where pairs have several votes."
            : "";
    }

    public PairVotes Indexed() => new(Pairs.Count, Raters.Count,
        [.. Votes.Select(v => new PairVote(_pairIndex[v.ItemId], _raterIndex[v.Rater!], v.FirstOnLeft switch { true => 1, false => -1, null => 0 }, First(v)))],
        [.. Pairs.Select(p => (double)p.LengthDifference)]);

    /// <summary>By pair: 1, 0 or ½ for each vote; the values whose agreement is measured.</summary>
    public IEnumerable<IReadOnlyList<double>> Values() => ByPair.Select(votes => votes.ConvertAll(First));

    public IReadOnlyDictionary<int, int> PairsByOverlap() => new SortedDictionary<int, int>(ByPair.CountBy(v => v.Count).ToDictionary());

    /// <summary>The share of votes stands for the consensus.</summary>
    public IReadOnlyList<ConsensusPair> ByShare() => [.. Pairs.Zip(ByPair, (pair, votes) => new ConsensusPair(pair.Id, votes.Average(First), 1, votes.Count, votes.Average(First)))];

    /// <summary>
    /// The consensus of the named votes of every pair with its votes without a rater, each of weight 1: a mean by the number of votes, (n·p + u·s) / (n + u) where u votes without a name have the
    /// share s, and the same for the weight.
    /// </summary>
    public IReadOnlyList<ConsensusPair> WithUnnamed(IReadOnlyList<ConsensusPair> named)
    {
        if (Unnamed == 0) return named;
        var judged = named.ToDictionary(p => p.ItemId);
        return [.. Pairs.Zip(ByPair, (pair, votes) =>
        {
            double[] unnamed = [.. votes.Where(v => v.Rater is null).Select(First)];
            if (!judged.TryGetValue(pair.Id, out var of)) return new ConsensusPair(pair.Id, unnamed.Average(), 1, votes.Count, votes.Average(First));
            double Mean(double judgement, double sum) => (of.Votes * judgement + sum) / votes.Count;
            return new ConsensusPair(pair.Id, Mean(of.PosteriorFirstBetter, unnamed.Sum()), Mean(of.Weight, unnamed.Length), votes.Count, votes.Average(First));
        })];
    }

    public bool? SaysLonger(ComparisonVote vote)
    {
        var difference = Pair(vote).LengthDifference;
        return difference == 0 || vote.Preferred == Preferred.Neither ? null : difference > 0 == (vote.Preferred == Preferred.First);
    }

    /// <summary>Share of yes among the votes that say yes or no, and their number.</summary>
    public (double? Share, int Count) Share(IEnumerable<ComparisonVote> votes, Func<ComparisonVote, bool?> says)
    {
        var said = votes.Select(says).OfType<bool>().ToArray();
        return (said.Length == 0 ? null : said.Average(yes => yes ? 1 : 0), said.Length);
    }

    public double TieShare(IReadOnlyCollection<ComparisonVote> votes) => votes.Count == 0 ? 0 : votes.Average(v => v.Preferred == Preferred.Neither ? 1.0 : 0);

    /// <summary>Agreement on each kind of tie that somebody said of a shared pair.</summary>
    public IReadOnlyList<TieAgreement> Ties()
    {
        Verdict[] said = [Verdict.First, Verdict.Second, Verdict.BothGood, Verdict.BothBad, Verdict.Equal];
        var counts = ByPair.Select(votes => (IReadOnlyList<int>)[.. said.Select(s => votes.Count(v => v.Verdict == s))]).ToArray();
        return [.. new CategoryKappa().Compute(counts).Where(c => c.Category > 1 && c.Share > 0).Select(c => new TieAgreement(said[c.Category], c.Share, c.Kappa, c.StandardError))];
    }

    /// <summary>One cluster a rater; judgements without a name stand alone.</summary>
    public static int[] Clusters(IEnumerable<string?> raters)
    {
        var known = new Dictionary<string, int>();
        return [.. raters.Select((rater, i) => rater is null ? -1 - i : known.TryGetValue(rater, out var at) ? at : known[rater] = known.Count)];
    }

    public static double? MedianSeconds(IEnumerable<ComparisonVote> votes)
    {
        var seconds = votes.Select(v => v.Elapsed?.TotalSeconds).OfType<double>().ToArray();
        return seconds.Length == 0 ? null : Quantile.Median(seconds);
    }

    public static double First(ComparisonVote vote) => vote.Preferred switch { Preferred.First => 1, Preferred.Second => 0, _ => 0.5 };
}
