namespace Heed.Feedback.Reliability;

/// <summary>Whether a rater's answers became worse.</summary>
/// <param name="Before">Accuracy before the change, or of all answers where there is none.</param>
/// <param name="After">Accuracy after it; null where there is none.</param>
/// <param name="ChangedAt">Index of the first answer after the change, as estimated; null without.</param>
/// <param name="AlarmAt">Index of the answer at which the alarm rose; null without.</param>
/// <param name="PageHinkleyAt">Index of the answer at which Page and Hinkley's test, on the same answers, says so too; null where it does not.</param>
/// <param name="Path">The cumulative sum after each answer.</param>
public sealed record DriftFinding(double Before, double? After, int? ChangedAt, int? AlarmAt, int? PageHinkleyAt, IReadOnlyList<double> Path);

/// <summary>
/// A fall of a rater's accuracy, found as soon as the answers tell (Page 1954): S ← max(0, S + ln [P(answer | q₁) / P(answer | q₀)]), an alarm above <see cref="Threshold"/>. q₀ is the
/// accuracy of the rater's answers up to where S was last zero, drawn towards what is usual; q₁ lies <see cref="Fall"/> below, ½ at the least. Each answer is known to be right with a probability only, from what
/// the other raters say: P(answer | q) = q c + (1 − q)(1 − c). The change is dated to where S last left zero.
/// </summary>
public sealed record AccuracyDrift
{
    /// <summary>Answers that q₀ is taken from at first.</summary>
    public int First { get; init; } = 40;

    /// <summary>How much more answers make q₀ be taken anew.</summary>
    private const double LearnAgain = 1.05;

    /// <summary>What <see cref="Usual"/> is worth where accuracies are told.</summary>
    private const double FewAnswers = 2;

    /// <summary>What accuracy is usual: the median rater's.</summary>
    public double Usual { get; init; } = 0.8;

    /// <summary>Answers that <see cref="Usual"/> is worth beside the rater's own.</summary>
    public double PriorAnswers { get; init; } = 60;

    /// <summary>The fall that is looked for.</summary>
    public double Fall { get; init; } = 0.3;

    /// <summary>Evidence at which the alarm rises within the first <see cref="ShortRecord"/> answers that are watched, as a logarithm of odds.</summary>
    public double Threshold { get; init; } = 8.2;

    /// <summary>Answers beyond which more evidence is asked for, so that a long record is hardly likelier to raise a false alarm.</summary>
    public int ShortRecord { get; init; } = 80;

    /// <summary>How much more where the record is e times as long.</summary>
    private const double LongRecordEvidence = 1.5;

    /// <summary>
    /// Evidence that an alarm needs besides: ln of how much likelier the answers so far are with an accuracy before and one after the change than with one for all. Without it, first answers
    /// that were right by luck make all later ones look like a fall.
    /// </summary>
    public double Confirmation { get; init; } = 3;

    /// <summary>An accuracy that one can fall from: a coin's answers are worse at some time than at another, too.</summary>
    public double SmallestAccuracy { get; init; } = 0.65;

    /// <summary>Beside it: on c itself, with a drift of 0.02 allowed for.</summary>
    public PageHinkley Second { get; init; } = new(0.02, 8);

    /// <param name="right">In order of time, by answer: probability that it is right by the other raters' votes.</param>
    public DriftFinding Fit(IReadOnlyList<double> right)
    {
        double[] said = [.. right];
        var second = Second.FirstAlarm(said);
        var path = new double[Math.Max(0, said.Length - First)];
        var (sum, start, learned, evidence) = (0.0, First, First, new ChangeEvidence(said, this));
        var test = Test(said.AsSpan(0, Math.Min(First, said.Length)));
        int? alarm = null, changed = null;
        for (var i = First; i < said.Length && test is not null; i++)
        {
            sum += test.Ratio(said[i]);
            path[i - First] = Math.Max(0, sum);
            if (sum <= 0)
            {
                (sum, start) = (0, i + 1);
                // Nothing points to a change: what was said so far tells more about the accuracy before one.
                if (start > LearnAgain * learned) (test, learned) = (Test(said.AsSpan(0, start)), start);
            }
            else if (alarm is null && sum > ThresholdAfter(i - First) && evidence.Confirms(start, i + 1)) (alarm, changed) = (i, start);
        }
        return changed is not { } at ? new DriftFinding(Accuracy(said, FewAnswers), null, null, null, second, path)
            : new DriftFinding(Accuracy(said.AsSpan(0, at), FewAnswers), Accuracy(said.AsSpan(at), FewAnswers), at, alarm, second, path);
    }

    private double ThresholdAfter(int watched) => Threshold + LongRecordEvidence * Math.Log(Math.Max(1, watched / (double)ShortRecord));

    /// <summary>q₀ by these answers, against the fall from it; null for one who is no better than a coin.</summary>
    private SequentialTest? Test(ReadOnlySpan<double> right)
    {
        var before = Accuracy(right, PriorAnswers);
        return before > 0.5 ? new SequentialTest(before, Math.Max(0.5, before - Fall)) : null;
    }

    /// <summary>Maximum of the posterior of q under the answers and the prior, by EM: r = q c / P(answer | q).</summary>
    internal double Accuracy(ReadOnlySpan<double> right, double prior)
    {
        var q = Usual;
        for (var i = 0; i < 100; i++)
        {
            var sum = 0.0;
            foreach (var c in right) sum += q * c / (q * c + (1 - q) * (1 - c));
            var next = (sum + prior * Usual) / (right.Length + prior);
            if (Math.Abs(next - q) < 1e-9) break;
            q = next;
        }
        return Math.Clamp(q, 1e-3, 1 - 1e-3);
    }
}
