using Heed.Evaluation.Plots;
using Heed.Evaluation.Reports.Sections;

namespace Heed.Evaluation.Reports.Judging;

/// <summary>Judges raters and their agreement. Preferences are a matter of taste: alpha between 0.2 and 0.5 is usual for them.</summary>
public static class RaterJudge
{
    private const double FlaggedWorthALook = 0.35, FlaggedBad = 0.6;

    /// <summary>Agreement, without the flagged raters where that is known.</summary>
    public static Judgement Agreement(RatersSection raters)
    {
        if ((raters.AlphaUnflagged ?? raters.Alpha) is not { } alpha) return Judgement.Unknown("no pair was answered by two raters, so that agreement cannot be known");
        var whole = raters.AlphaUnflagged is null ? "" : $" without the flagged raters ({NumberText.Fixed(raters.Alpha ?? double.NaN, 2)} with them)";
        return Judgement.Falling(alpha, 0.2, 0.1, $"alpha is {NumberText.Fixed(alpha, 2)}{whole}");
    }

    /// <summary>Who was flagged; against the truth where it is known.</summary>
    public static Judgement Raters(IReadOnlyList<RaterRow> raters)
    {
        var flagged = raters.Where(r => r.Flag is not null).ToArray();
        var share = flagged.Length / (double)raters.Count;
        var why = $"{flagged.Length} of {raters.Count} raters are flagged";
        if (raters.Any(r => r.Faulty is null)) return Judgement.Rising(share, FlaggedWorthALook, FlaggedBad, why);
        var missed = raters.Where(r => r.Faulty == true && r.Flag is null).Select(r => r.Name).ToArray();
        var wronged = flagged.Where(r => r.Faulty == false).Select(r => r.Name).ToArray();
        if (missed.Length + wronged.Length == 0) return Judgement.Good($"{why}: every faulty one and no other");
        var errors = new[] { missed.Length > 0 ? $"missed {string.Join(", ", missed)}" : null, wronged.Length > 0 ? $"wrongly flagged {string.Join(", ", wronged)}" : null };
        return Judgement.Look($"{why}, but {string.Join("; ", errors.OfType<string>())}");
    }

    /// <summary>Sides are drawn at random, so that a rater without bias chooses the left one in half of the votes; 1 in 20 strays by chance.</summary>
    public static Judgement Sides(IReadOnlyList<RaterRow> raters)
    {
        var unflagged = raters.Where(r => r.Flag is null).ToArray();
        if (raters.All(r => r.LeftShare is null)) return Judgement.Unknown("it is not known which answer was shown on which side");
        var biased = unflagged.Where(r => r.LeftShare is { } left && (left.Above(0.5) || left.Below(0.5))).Select(r => r.Name).ToArray();
        if (unflagged.Length == 0) return Judgement.Bad("every rater is flagged");
        var why = $"of {unflagged.Length} unflagged raters, {biased.Length} {(biased.Length == 1 ? "prefers" : "prefer")} a side beyond chance";
        return biased.Length == 0 ? Judgement.Good(why) : Judgement.Rising(biased.Length / (double)unflagged.Length, 0.1, 0.5, $"{why}: {string.Join(", ", biased)}");
    }
}
