using Heed.Feedback.Balance;
using Heed.Feedback.Biases;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Reliability;
using Heed.Feedback.Statistics;

namespace Heed.Feedback.Reports;

/// <summary>From a record to the report on its raters and their biases: <see cref="FeedbackAnalysis"/>, and what needs time, repeats, known answers or groups.</summary>
public sealed record QualityAnalysis
{
    /// <summary>Agreement, skills and flags.</summary>
    public FeedbackAnalysis Feedback { get; init; } = new();

    /// <summary>Falls of accuracy; what is usual comes from the raters themselves.</summary>
    public AccuracyDrift Drift { get; init; } = new();

    public Copying Copying { get; init; } = new();

    public AnswerSpeed Speed { get; init; } = new();

    /// <summary>Known answers: accuracies to tell apart.</summary>
    public SequentialTest Gold { get; init; } = new(0.85, 0.65);

    /// <summary>Groups of fewer raters are not shown: who is in them could be guessed.</summary>
    public int SmallestGroup { get; init; } = 10;

    private const int MostKinds = 30;

    public QualityReport Run(QualityInputs inputs)
    {
        var votes = ComparisonVote.Of(inputs.Events);
        var crowd = new VotedPairs(inputs.Comparisons, votes);
        var result = inputs.Analysed is { } known && known.Votes.SequenceEqual(crowd.Votes) ? known : Feedback.Analyse(crowd);
        var course = new RaterCourses(crowd.Named(), result.Accuracies, Drift, (result.Report.Raters ?? []).Where(r => r.Flag is RaterFlag.Spammer or RaterFlag.Adversary).Select(r => r.Rater).ToHashSet(StringComparer.Ordinal));
        var repeats = RepeatedVote.Of(inputs.Events);
        var report = new QualityReport
        {
            Feedback = result.Report,
            Span = crowd.Votes.Count == 0 ? null : new TimeSpread(crowd.Votes.Min(v => v.Time), crowd.Votes.Max(v => v.Time)),
            Effects = Effects(crowd),
            Standings = Standings.Of(inputs, crowd),
            Groups = Groups(inputs, crowd),
            Coverage = Coverage(inputs, crowd),
            Courses = course.All(),
            Speed = Speed.Fit([.. crowd.Votes.Where(v => v is { Rater: not null, Elapsed: not null }).Select(v => new TimedAnswer(v.Rater!, v.Elapsed!.Value.TotalSeconds, Words(crowd, v)))]),
            Copies = result.Fit is not { } fit ? [] : [.. Copying.Fit(fit).Select(c => Named(c, crowd))],
            Steadiness = new SelfConsistency().Fit(repeats),
            AllRepeats = new SelfConsistency().Of(repeats),
            Gold = Known(inputs),
            Population = PopulationShares.Weights(inputs, crowd),
            Paused = PausedRater.Of(inputs.Events),
            Findings = [],
            NextSteps = [],
        };
        report = report with { Shares = report.Population is { } weights ? PopulationShares.Of(crowd, weights) : [] };
        report = report with { Findings = RaterFindings.Of(report) };
        return report with { NextSteps = NextStep.Of(report) };
    }

    private static int Words(VotedPairs crowd, ComparisonVote vote)
    {
        var pair = crowd.Pair(vote);
        return pair.First.Words + pair.Second.Words;
    }

    private static IReadOnlyList<FeatureEffect> Effects(VotedPairs crowd)
    {
        var styles = crowd.Pairs.ToDictionary(p => p.Id, p => AnswerStyle.Of(p.First.Text).Differences(AnswerStyle.Of(p.Second.Text)));
        var sources = crowd.Sources();
        int Source(string name) => sources.Length is < 2 or > 100 ? -1 : Array.IndexOf(sources, name);
        var votes = crowd.Votes.Where(v => v.Preferred != Preferred.Neither).ToArray();
        var raters = VotedPairs.Clusters(votes.Select(v => v.Rater));
        StyledChoice[] choices = [.. votes.Select((v, i) => new StyledChoice(raters[i],
            v.FirstOnLeft switch { true => 1, false => -1, null => 0 }, styles[v.ItemId], v.Preferred == Preferred.First, Source(crowd.Pair(v).First.Source), Source(crowd.Pair(v).Second.Source)))];
        return new ChoiceBias().Fit(choices, AnswerStyle.Names);
    }

    /// <summary>By attribute: the group of each rater who said one.</summary>
    private static IEnumerable<(string Attribute, Dictionary<string, string> Groups)> Attributes(QualityInputs inputs, VotedPairs crowd) =>
        inputs.Attributes.Values.SelectMany(a => a.Keys).Distinct().Order(StringComparer.Ordinal).Select(attribute => (attribute,
            crowd.Raters.Select(r => (Rater: r, Group: inputs.Attributes.GetValueOrDefault(r)?.GetValueOrDefault(attribute))).Where(r => r.Group is not null).ToDictionary(r => r.Rater, r => r.Group!)));

    private Dictionary<string, IReadOnlyList<GroupFigures>> Groups(QualityInputs inputs, VotedPairs crowd)
    {
        var items = crowd.ByPair.Select(votes => (IReadOnlyList<(string, double)>)[.. votes.Where(v => v.Rater is not null).Select(v => (v.Rater!, VotedPairs.First(v)))]).ToArray();
        var found = new Dictionary<string, IReadOnlyList<GroupFigures>>();
        foreach (var (attribute, groups) in Attributes(inputs, crowd))
            if (groups.Values.Distinct().Count() > 1) found[attribute] = [.. new GroupAgreement { Seed = Feedback.Seed }.Fit(items, groups).Where(g => g.Raters >= SmallestGroup)];
        return found;
    }

    /// <summary>By attribute: which two sources each group was asked about; groups that are not shown elsewhere are left out here too.</summary>
    private IReadOnlyList<CoverageTable> Coverage(QualityInputs inputs, VotedPairs crowd)
    {
        static string Kind(Comparison pair) => string.Join(" – ", new[] { pair.First.Source, pair.Second.Source }.Order(StringComparer.Ordinal));
        var tables = new List<CoverageTable>();
        foreach (var (attribute, groups) in Attributes(inputs, crowd))
        {
            var shown = groups.Values.CountBy(g => g).Where(g => g.Value >= SmallestGroup).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
            var table = CoverageTable.Of(attribute, crowd.Votes.Where(v => v.Rater is { } rater && groups.GetValueOrDefault(rater) is { } group && shown.Contains(group)).Select(v => (groups[v.Rater!], Kind(crowd.Pair(v)))));
            if (table is { Kinds.Count: <= MostKinds }) tables.Add(table);
        }
        return tables;
    }

    private Dictionary<string, GoldFigures> Known(QualityInputs inputs) => StandingAnswers.Of(inputs.Events)
        .Where(a => a is { Rater: not null, ItemId: not null, Sampling.Policy: SamplingPolicy.Gold } && inputs.Known.ContainsKey(a.ItemId)).GroupBy(a => a.Rater!)
        .ToDictionary(g => g.Key, g =>
        {
            var outcomes = g.OrderBy(a => a.Time).Select(a => a.Answer.AgreesWith(inputs.Known[a.ItemId!])).ToArray();
            var (decision, after) = Gold.Decide(outcomes);
            var right = outcomes.Count(o => o);
            return new GoldFigures(right, outcomes.Length, Proportion.Wilson(right, outcomes.Length, 0.95), decision, after);
        });

    private static CopiedAnswers Named(CopyFinding copy, VotedPairs crowd)
    {
        var (first, second) = (crowd.Raters[copy.Rater], crowd.Raters[copy.Other]);
        var both = crowd.ByPair.Select(v => (A: v.Find(x => x.Rater == first), B: v.Find(x => x.Rater == second))).Where(p => p is { A: not null, B: not null }).ToArray();
        return new CopiedAnswers(first, second, copy.Pairs, copy.Share, copy.Expected, copy.P, both.Average(p => p.B!.Time > p.A!.Time ? 1.0 : 0));
    }
}
