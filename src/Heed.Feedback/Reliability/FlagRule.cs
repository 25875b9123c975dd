using Heed.Feedback.Statistics;

namespace Heed.Feedback.Reliability;

/// <summary>
/// Says which raters' answers are explained by something other than quality. A flag needs an effect that matters and evidence that it is
/// there. Side and length come before skill: a rater who follows the length has little skill left, and naming the cause helps more than
/// naming the lack. Skills are compared with the median of the raters who are neither biased nor below zero. The bounds stay apart because
/// one level of false alarms fixes only what luck can do: what matters, what a weak rater still is, and when a crowd is known well enough to judge anybody are different questions, and simulated
/// crowds are judged worse where one bound of skills serves for two of them.
/// </summary>
public sealed record FlagRule
{
    /// <summary>Smallest side effect that matters, in logits: 0.5 turns an even choice into 62 : 38.</summary>
    public double SideEffect { get; init; } = 0.5;

    /// <summary>Smallest length effect that matters, in logits per standard deviation of the length difference.</summary>
    public double LengthEffect { get; init; } = 0.4;

    /// <summary>
    /// Share of wrong ones among the side and length effects that are named: their p-values, two a rater, are adjusted for how many there are (Benjamini and Hochberg 1995).
    /// </summary>
    public double FalseDiscoveries { get; init; } = 0.02;

    /// <summary>
    /// Skill below which answers are no better than coin flips: 0.38 chooses the better of a pair in 57 % of the cases. Between the skills of a
    /// coin and of a weak but honest rater this is where the two mistakes are equally rare.
    /// </summary>
    public double UselessSkill { get; init; } = 0.38;

    /// <summary>Bound of <see cref="UselessSkill"/> as a share of the median skill: where all find the pairs hard, nobody is to blame.</summary>
    public double UselessShare { get; init; } = 0.25;

    /// <summary>A skill below minus this many times the useless one, with an interval below zero, prefers the worse answer.</summary>
    public double OpposedFactor { get; init; } = 1.6;

    /// <summary>Standard errors between the median skill and a coin's from which on anybody is called useless: with few answers nobody is.</summary>
    public double EvidenceErrors { get; init; } = 3.5;

    /// <summary>A median skill beyond this, which few answers may well pretend, makes nobody's own answers more certain; 2 is right in 88 % of equally clear pairs.</summary>
    public double ClearSkill { get; init; } = 2;

    /// <summary>
    /// How far above 0 the skill of a coin may come out by luck, where few answers make that more than <see cref="UselessSkill"/>: so many times √(e · 2/√n), e the standard error of the skill and
    /// 2/√n that of a coin's over n answers to equally clear pairs whose better one is known. Nearly 98 of 100 coins stay below.
    /// </summary>
    public double CoinLuck { get; init; } = 2.3;

    /// <summary>Standard errors between the median skill and an adversary's from which on anybody is called one.</summary>
    public double OpposedErrors { get; init; } = 1.5;

    /// <summary>Judges the raters of a crowd: biases by the likeliest fit, then skills by one without the biases that nobody was named for.</summary>
    public JudgedEffects Judge(PairVotes votes, RaterAccuracies accuracies)
    {
        var (model, first) = (accuracies.Model, accuracies.Likeliest);
        bool[] biased = [.. Biases(first.Raters).Select(b => b is not null)];
        var second = model.Fit(votes, biased, first.LengthQuality);
        RaterEffects[] effects = [.. first.Raters.Zip(second.Raters, (own, without) => own with { Skill = without.Skill })];
        var answers = votes.Votes.CountBy(v => v.Rater).ToDictionary();
        return new JudgedEffects(effects, Judge(effects, [.. effects.Select((_, r) => answers.GetValueOrDefault(r))]));
    }

    /// <summary>One verdict a rater, in the raters' order.</summary>
    /// <param name="answers">By rater: how many.</param>
    public IReadOnlyList<RaterVerdict> Judge(IReadOnlyList<RaterEffects> raters, IReadOnlyList<int> answers)
    {
        var biases = Biases(raters);
        var median = Median(raters, biases);
        return [.. raters.Select((r, i) => biases[i] ?? Unskilled(r, answers[i], median) ?? RaterVerdict.Fine)];
    }

    /// <summary>Of the raters who are neither biased nor below zero; 0 when there is none.</summary>
    private static double Median(IReadOnlyList<RaterEffects> raters, RaterVerdict?[] biases) =>
        Quantile.Median(raters.Where((r, i) => biases[i] is null && r.Skill.Value > 0).Select(r => r.Skill.Value).DefaultIfEmpty(0));

    /// <summary>By rater: the bias that matters and is there, or null.</summary>
    private RaterVerdict?[] Biases(IReadOnlyList<RaterEffects> raters)
    {
        double P(Estimate effect) => effect.StandardError > 0 ? Tail.Normal(effect.Away()) : 1;
        var adjusted = MultipleTesting.BenjaminiHochberg([.. raters.Select(r => P(r.Side)), .. raters.Select(r => P(r.Length))]);
        return [.. raters.Select((r, i) => Math.Abs(r.Side.Value) > SideEffect && adjusted[i] <= FalseDiscoveries ? Sided(r.Side)
            : Math.Abs(r.Length.Value) > LengthEffect && adjusted[raters.Count + i] <= FalseDiscoveries ? Lengthy(r.Length) : null)];
    }

    private static RaterVerdict Sided(Estimate side) => new(RaterFlag.Side,
        $"prefers the {(side.Value > 0 ? "left" : "right")} answer whatever it says: {side} logits for that side, {Math.Abs(side.Away()):0} standard errors from none");

    private static RaterVerdict Lengthy(Estimate length) => new(RaterFlag.Length,
        $"prefers the {(length.Value > 0 ? "longer" : "shorter")} answer, beyond what all raters share: {length} logits a standard deviation of length, {Math.Abs(length.Away()):0} standard errors from none");

    private RaterVerdict? Unskilled(RaterEffects rater, int answers, double median)
    {
        var skill = rater.Skill;
        var useless = Math.Min(UselessSkill, UselessShare * median);
        if (skill.High < 0 && skill.Value < -OpposedFactor * useless && OpposedErrors * skill.StandardError < median)
            return new(RaterFlag.Adversary, $"prefers the worse answer: skill {skill}, the median rater's is {median:0.00}; its answers count the other way round");
        var luck = CoinLuck * Math.Sqrt(skill.StandardError * 2 / Math.Sqrt(Math.Max(1, answers)));
        if (EvidenceErrors * skill.StandardError < Math.Min(median, ClearSkill) && skill.Value < Math.Max(useless, luck))
            return new(RaterFlag.Spammer, $"answers hardly better than by coin: skill {skill}, the median rater's is {median:0.00}");
        return null;
    }
}
