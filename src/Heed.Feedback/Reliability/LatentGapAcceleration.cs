namespace Heed.Feedback.Reliability;

/// <summary>
/// Two steps of EM say how the next ones would go on: with r the first and v the second less the first, the effects leap to θ + 2 a r + a² v, a = |r| / |v| (Varadhan and Roland 2008,
/// "Simple and globally convergent methods for accelerating the convergence of any EM algorithm", SqS3). A leap that makes the votes less likely is taken back, so the likelihood rises as
/// under EM, and the end is where a step of EM moves nothing.
/// </summary>
internal sealed partial class LatentGapEstimation
{
    /// <summary>The longest leap: in steps, and in logits for one effect.</summary>
    private const double LongestLeap = 64, FarthestEffect = 3;

    /// <summary>Two steps, a leap, and a step from there. Returns the largest move of a plain step.</summary>
    private double Cycle(ref int iterations)
    {
        var start = Effects();
        if (Step(ref iterations) is var (_, moved) && moved <= _model.Tolerance) return moved;
        var first = Effects();
        var (reached, again) = Step(ref iterations);
        if (again <= _model.Tolerance || iterations >= _model.MaxIterations) return again;
        var second = Effects();
        if (!Leap(start, first, second)) return again;
        var (likelihood, last) = Step(ref iterations);
        if (likelihood >= reached) return last;
        Set(second);
        return again;
    }

    /// <summary>A step of EM. Returns the log-posterior before it, and the largest move.</summary>
    private (double LogPosterior, double Moved) Step(ref int iterations)
    {
        iterations++;
        var before = Expect() + LogPrior();
        return (before, Maximise());
    }

    private bool Leap(double[] start, double[] first, double[] second)
    {
        double r = 0, v = 0;
        for (var i = 0; i < start.Length; i++)
        {
            var (one, two) = (first[i] - start[i], second[i] - first[i]);
            r += one * one;
            v += (two - one) * (two - one);
        }
        var a = Math.Min(LongestLeap, Math.Sqrt(r / v));
        if (!(a > 1)) return false;
        Set([.. start.Select((s, i) => Math.Clamp(s + 2 * a * (first[i] - s) + a * a * (second[i] - 2 * first[i] + s), second[i] - FarthestEffect, second[i] + FarthestEffect))]);
        return true;
    }

    private double LogPrior()
    {
        var sum = 0.0;
        for (var r = 0; r < _effects.Length; r++)
        {
            var (effects, (precision, along)) = (_effects[r], _held[r]);
            double skill = effects[0] - _model.PriorSkill, length = effects[2] - along * effects[0];
            sum -= (_model.SkillPrecision * skill * skill + precision * (effects[1] * effects[1] + length * length)) / 2;
        }
        return sum;
    }

    private double[] Effects() => [.. _effects.SelectMany(e => e)];

    private void Set(double[] effects)
    {
        for (var i = 0; i < effects.Length; i++) _effects[i / 3][i % 3] = effects[i];
    }
}
