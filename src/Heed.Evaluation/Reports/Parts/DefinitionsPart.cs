using Heed.Evaluation.Plots;

namespace Heed.Evaluation.Reports.Parts;

/// <summary>The words of the report.</summary>
internal static class DefinitionsPart
{
    private static readonly (string term, string meaning)[] Terms =
    [
        ("95 % interval", "A range made so that, over many repetitions, 95 of 100 such ranges hold the true value. Shares: Wilson's. Means: bootstrap over prompts."),
        ("Nat, bit", "Units of information: a nat is 1.44 bits."),
        ("Loss", "Mean negative log-likelihood of the next token, nats. exp(loss) is the perplexity."),
        ("Bits per byte", "Negative log-likelihood of the text in bits over its UTF-8 bytes."),
        ("KL", "Kullback–Leibler divergence of the policy from the fine-tuned model, summed over the tokens of an answer: how far optimisation has moved it."),
        ("Entropy", "How undecided the model is about the next token; 0 when it always says the same."),
        ("Reward, proxy", "The score of the learned reward model, normalised to mean 0 and variance 1 over the fine-tuned model's answers."),
        ("Gold", "A hidden reward that stands for what people truly want. Known only in a simulated world; nothing that learns sees it."),
        ("Win rate", "Share of prompts where the policy's answer scores higher than the other model's, ties counted ½."),
        ("Krippendorff's alpha", "Agreement among raters, corrected for chance: 1 − observed / expected disagreement."),
        ("Calibration error", "Mean gap between predicted probability and the share that came true, over bins of equal size."),
        ("Clipped share", "Tokens whose probability ratio between new and old policy left the range 1 ± ε, so that they no longer pull."),
        ("Explained variance", "1 − Var(return − value) / Var(return)."),
        ("Exposure", "log₂ of the number of candidate secrets less log₂ of the planted one's rank by loss (Carlini et al. 2019)."),
        ("Distinct pairs", "Different pairs of neighbouring words over all such pairs."),
    ];

    public static ReportPart Of() => new("definitions", "Definitions")
    {
        Lead = Markup.Of($"<dl class=\"terms\">{Terms.Select(t => Markup.Of($"<dt>{t.term}</dt><dd>{t.meaning}</dd>"))}</dl>"),
    };
}
