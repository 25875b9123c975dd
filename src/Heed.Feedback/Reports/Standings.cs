using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Ranking;
using Heed.Feedback.Statistics;

namespace Heed.Feedback.Reports;

/// <summary>What standings are made of.</summary>
public enum StandingKind
{
    /// <summary>Which of two is better, and by how much, by <see cref="OrdinalBradleyTerry"/>.</summary>
    Comparisons,
    /// <summary>Rankings, places shared or not, by <see cref="DavidsonLuce"/>.</summary>
    Rankings,
}

/// <summary>How the answers of one source do.</summary>
/// <param name="Source">Who wrote them.</param>
/// <param name="Judged">Judgements that one of them was part of.</param>
/// <param name="Strength">In logits, all sources around 0; the error allows for judgements of a rater depending on each other where there are ten raters.</param>
public sealed record SourceStanding(string Source, int Judged, Estimate Strength);

/// <summary>What a level of strength, or of sharing a place, stands for.</summary>
/// <param name="Level">The strength that begins there, or how many share a place.</param>
/// <param name="At">Logits.</param>
public sealed record StandingLevel(int Level, Estimate At);

/// <summary>Who wrote the better answers, as raters see it: all votes alike, whoever gave them.</summary>
/// <param name="Sources">The best first.</param>
/// <param name="Levels">Thresholds of the strengths; prevalence of shared places.</param>
/// <param name="Lead">How far the best is ahead of the second.</param>
public sealed record Standings(StandingKind Kind, IReadOnlyList<SourceStanding> Sources, IReadOnlyList<StandingLevel> Levels, Estimate Lead)
{
    /// <summary>Rankings that are not in it, because too many answers share a place.</summary>
    public int LeftOut { get; init; }

    private const int MostSources = 100, EnoughRaters = 10;

    /// <summary>Draws strengths together so slightly that only a source that always wins, or one never met, shows it.</summary>
    private const double Ridge = 0.01;

    internal static IReadOnlyList<Standings> Of(QualityInputs inputs, VotedPairs crowd) =>
        [.. new[] { OfComparisons(crowd), OfRankings(inputs) }.OfType<Standings>()];

    private static Standings? OfComparisons(VotedPairs crowd)
    {
        var votes = crowd.Votes.Where(v => crowd.Pair(v) is var pair && pair.First.Source != pair.Second.Source).ToArray();
        var (sources, index) = Named(votes.SelectMany(v => new[] { crowd.Pair(v).First.Source, crowd.Pair(v).Second.Source }));
        if (sources.Length is < 2 or > MostSources || votes.All(v => v.Preferred == Preferred.Neither)) return null;
        var raters = VotedPairs.Clusters(votes.Select(v => v.Rater));
        GradedContest[] contests = [.. votes.Select((v, i) => new GradedContest(index[crowd.Pair(v).First.Source], index[crowd.Pair(v).Second.Source],
            v.Preferred switch { Preferred.First => Outcome.First, Preferred.Second => Outcome.Second, _ => Outcome.Tie }, v.Strength, raters[i]))];
        var fit = new OrdinalBradleyTerry { Ridge = Ridge }.Fit(sources.Length, contests);
        var judged = contests.SelectMany(c => new[] { c.First, c.Second }).CountBy(s => s).ToDictionary();
        return Of(StandingKind.Comparisons, sources, judged, fit.Strengths, raters.Distinct().Count() >= EnoughRaters ? fit.ClusteredErrors : null,
            [.. fit.Thresholds.Select(t => new StandingLevel(t.Strength, t.At))]);
    }

    private static Standings? OfRankings(QualityInputs inputs)
    {
        var items = inputs.Rankings.ToDictionary(i => i.Id);
        var said = StandingAnswers.Of(inputs.Events).Where(a => a is { Counts: true, ItemId: { } id, Answer: RankingAnswer } && items.ContainsKey(id))
            .Select(a => (a.Rater, ((RankingAnswer)a.Answer).Ranks, Sources: items[a.ItemId!].Answers.Select(c => c.Source).ToArray()))
            .Where(a => a.Sources.Where((_, i) => a.Ranks[i] is not null).Distinct().Count() > 1).ToArray();
        var model = new DavidsonLuce { Ridge = Ridge };
        var widest = model.WidestTie(said.Select(a => a.Ranks.OfType<int>().Count()).DefaultIfEmpty().Max());
        var all = said.Length;
        said = [.. said.Where(a => a.Ranks.OfType<int>().CountBy(r => r).All(tie => tie.Value <= widest))];
        var (sources, index) = Named(said.SelectMany(a => a.Sources.Where((_, i) => a.Ranks[i] is not null)));
        if (sources.Length is < 2 or > MostSources) return null;
        var raters = VotedPairs.Clusters(said.Select(a => a.Rater));
        TiedRanking[] rankings = [.. said.Select((a, i) => TiedRanking.Of([.. a.Sources.Select(s => index.GetValueOrDefault(s, -1))], a.Ranks, raters[i]))];
        var fit = model.Fit(sources.Length, rankings);
        var judged = rankings.SelectMany(r => r.Places.SelectMany(p => p).Distinct()).CountBy(s => s).ToDictionary();
        return Of(StandingKind.Rankings, sources, judged, fit.Strengths, raters.Distinct().Count() >= EnoughRaters ? fit.ClusteredErrors : null,
            [.. fit.Shared.Select(s => new StandingLevel(s.Size, s.Prevalence))]) with
        { LeftOut = all - said.Length };
    }

    private static Standings Of(StandingKind kind, string[] sources, Dictionary<int, int> judged, StrengthFit fit, IReadOnlyList<double>? clustered, IReadOnlyList<StandingLevel> levels)
    {
        SourceStanding[] standing = [.. sources.Select((s, i) => new SourceStanding(s, judged[i], new Estimate(fit.Strengths[i].Value, clustered?[i] ?? fit.Strengths[i].StandardError))).OrderByDescending(s => s.Strength.Value)];
        int best = Array.IndexOf(sources, standing[0].Source), second = Array.IndexOf(sources, standing[1].Source);
        return new Standings(kind, standing, levels, fit.Difference(best, second));
    }

    private static (string[] Names, Dictionary<string, int> Index) Named(IEnumerable<string> sources)
    {
        string[] names = [.. sources.Distinct().Order(StringComparer.Ordinal)];
        return (names, names.Select((name, i) => (name, i)).ToDictionary(n => n.name, n => n.i));
    }
}
