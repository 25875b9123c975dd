using Heed.Feedback.Statistics;

namespace Heed.Feedback.Reliability;

/// <summary>
/// Says which raters' answers are explained by something other than quality. A flag needs an effect that matters and evidence that it is
/// there. Side and length come before skill: a rater who follows the length has little skill left, and naming the cause helps more than
/// naming the lack. Skills are compared with the median of the raters who are neither biased nor below zero.
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

    /// <summary>Share of the median skill that a useless rater's, and a standard error, must stay under.</summary>
    public double EvidenceShare { get; init; } = 0.6;

    /// <summary>Standard errors between the median skill and a coin's from which on anybody is called useless: with few answers nobody is.</summary>
    public double EvidenceErrors { get; init; } = 5;

    /// <summary>Standard errors within which a skill is still a coin's: with few answers that is more than <see cref="UselessSkill"/>.</summary>
    public double CoinErrors { get; init; } = 1.9;

    /// <summary>One verdict a rater, in the raters' order.</summary>
    public IReadOnlyList<RaterVerdict> Judge(IReadOnlyList<RaterEffects> raters)
    {
        var biases = Biases(raters);
        var median = Median(raters, biases);
        return [.. raters.Zip(biases, (r, bias) => bias ?? Unskilled(r, median) ?? RaterVerdict.Fine)];
    }

    /// <summary>Median skill of the raters who are neither biased nor below zero; 0 when there is none.</summary>
    public double MedianSkill(IReadOnlyList<RaterEffects> raters) => Median(raters, Biases(raters));

    private static double Median(IReadOnlyList<RaterEffects> raters, RaterVerdict?[] biases)
    {
        var skills = raters.Where((r, i) => biases[i] is null && r.Skill.Value > 0).Select(r => r.Skill.Value).Order().ToArray();
        return skills.Length == 0 ? 0 : (skills[(skills.Length - 1) / 2] + skills[skills.Length / 2]) / 2;
    }

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

    private RaterVerdict? Unskilled(RaterEffects rater, double median)
    {
        var skill = rater.Skill;
        var useless = Math.Min(UselessSkill, UselessShare * median);
        if (skill.High < 0 && skill.Value < -OpposedFactor * useless)
            return new(RaterFlag.Adversary, $"prefers the worse answer: skill {skill}, the median rater's is {median:0.00}; its answers count the other way round");
        var known = EvidenceErrors * skill.StandardError < median && skill.Value + skill.StandardError < EvidenceShare * median;
        if (known && skill.Value < Math.Max(useless, CoinErrors * skill.StandardError))
            return new(RaterFlag.Spammer, $"answers hardly better than by coin: skill {skill}, the median rater's is {median:0.00}");
        return null;
    }
}
