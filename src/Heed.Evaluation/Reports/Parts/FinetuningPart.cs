using Heed.Evaluation.Reports.Sections;

namespace Heed.Evaluation.Reports.Parts;

/// <summary>The fine-tuning on demonstrations.</summary>
internal static class FinetuningPart
{
    public static ReportPart Of(FinetuningSection section) => new("sft", "Fine-tuning on demonstrations")
    {
        Lead = TableMarkup.OfFacts(section.Facts),
        Figures =
        [
            LossFigure.Of("sft-loss", "Loss of the fine-tuned model", section.Loss, section.HeldOutLoss,
                "Mean negative log-likelihood of the demonstrated answers' tokens; the prompts' own tokens do not count."),
        ],
    };
}
