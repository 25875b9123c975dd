namespace Heed.Feedback.Reliability;

/// <summary>
/// Says which raters' answers are explained by something other than quality. A flag needs an effect that matters and evidence that it is
/// there. Side and length come before skill: a rater who follows the length has little skill left, and naming the cause helps more than
/// naming the lack. Skills are compared with the median of the raters who are neither biased nor below zero.
/// </summary>
public sealed record FlagRule
{
    /// <summary>Smallest side effect that matters, in logits: 1 turns an even choice into 73 : 27.</summary>
    public double SideEffect { get; init; } = 1;

    /// <summary>Smallest length effect that matters, in logits per standard deviation of the length difference.</summary>
    public double LengthEffect { get; init; } = 1;

    /// <summary>Standard errors by which a side or length effect must differ from zero.</summary>
    public double StandardErrors { get; init; } = 3.5;

    /// <summary>
    /// Skill below which answers are no better than coin flips: 0.38 chooses the better of a pair in 57 % of the cases. Between the skills of a
    /// coin and of a weak but honest rater this is where the two mistakes are equally rare.
    /// </summary>
    public double UselessSkill { get; init; } = 0.38;

    /// <summary>Bound of <see cref="UselessSkill"/> as a share of the median skill: where all find the pairs hard, nobody is to blame.</summary>
    public double UselessShare { get; init; } = 0.25;

    /// <summary>A skill below minus this many times the useless one, with an interval below zero, prefers the worse answer.</summary>
    public double OpposedFactor { get; init; } = 1.6;

    /// <summary>Share of the median skill that the 95 % interval of a useless rater must stay under: with few answers nobody is flagged.</summary>
    public double EvidenceShare { get; init; } = 0.5;

    /// <summary>One verdict a rater, in the raters' order.</summary>
    public IReadOnlyList<RaterVerdict> Judge(IReadOnlyList<RaterEffects> raters)
    {
        var median = MedianSkill(raters);
        return [.. raters.Select(r => Biased(r) ?? Unskilled(r, median) ?? RaterVerdict.Fine)];
    }

    /// <summary>Median skill of the raters who are neither biased nor below zero; 0 when there is none.</summary>
    public double MedianSkill(IReadOnlyList<RaterEffects> raters)
    {
        var skills = raters.Where(r => Biased(r) is null && r.Skill.Value > 0).Select(r => r.Skill.Value).Order().ToArray();
        return skills.Length == 0 ? 0 : (skills[(skills.Length - 1) / 2] + skills[skills.Length / 2]) / 2;
    }

    private RaterVerdict? Biased(RaterEffects rater)
    {
        if (Matters(rater.Side, SideEffect))
            return new(RaterFlag.Side, $"prefers the {(rater.Side.Value > 0 ? "left" : "right")} answer whatever it says: {rater.Side} logits for that side, {Math.Abs(rater.Side.Away()):0} standard errors from none");
        if (Matters(rater.Length, LengthEffect))
            return new(RaterFlag.Length, $"prefers the {(rater.Length.Value > 0 ? "longer" : "shorter")} answer, beyond what all raters share: {rater.Length} logits a standard deviation of length, {Math.Abs(rater.Length.Away()):0} standard errors from none");
        return null;
    }

    private bool Matters(Statistics.Estimate effect, double smallest) =>
        Math.Abs(effect.Value) > smallest && Math.Abs(effect.Away()) > StandardErrors;

    private RaterVerdict? Unskilled(RaterEffects rater, double median)
    {
        var skill = rater.Skill;
        var useless = Math.Min(UselessSkill, UselessShare * median);
        if (skill.High < 0 && skill.Value < -OpposedFactor * useless)
            return new(RaterFlag.Adversary, $"prefers the worse answer: skill {skill}, the median rater's is {median:0.00}; its answers count the other way round");
        if (skill.Value < useless && skill.High < EvidenceShare * median)
            return new(RaterFlag.Spammer, $"answers hardly better than by coin: skill {skill}, the median rater's is {median:0.00}");
        return null;
    }
}
