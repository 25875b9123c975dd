using Heed.Evaluation.Likelihood;
using Heed.Evaluation.Plots;

namespace Heed.Evaluation.Reports.Judging;

/// <summary>Judges bits per byte, which compare across tokenizers, against a simple baseline.</summary>
public static class LikelihoodJudge
{
    public static Judgement Of(CorpusLikelihood heldOut, double? baseline)
    {
        var own = $"{NumberText.Short(heldOut.BitsPerByte)} bits a byte on held-out text";
        if (!double.IsFinite(heldOut.BitsPerByte)) return Judgement.Bad("the held-out loss is not finite");
        if (baseline is not { } simple) return heldOut.BitsPerByte < 8 ? Judgement.Unknown($"{own}; no baseline to hold it against") : Judgement.Bad($"{own}: no better than writing the bytes out");
        var why = $"{own}, {NumberText.Percent(1 - heldOut.BitsPerByte / simple)} under the baseline's {NumberText.Short(simple)}";
        return Judgement.Rising(heldOut.BitsPerByte / simple, 0.9, 1, why);
    }
}
