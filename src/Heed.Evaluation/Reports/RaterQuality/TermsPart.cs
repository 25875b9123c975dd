using Heed.Evaluation.Plots;

namespace Heed.Evaluation.Reports.RaterQuality;

/// <summary>The words of the report.</summary>
internal static class TermsPart
{
    private static readonly (string Term, string Meaning)[] Terms =
    [
        ("95 % interval", "A range made so that, over many repetitions, 95 of 100 such ranges hold the true value. Shares: Wilson's; alpha: resampling of pairs."),
        ("Right", "Takes the answer that the votes of all raters together, each counted for what it is worth, hold for the better one."),
        ("Logit", "ln(p / (1 − p)): 0 is an even choice, 1 is 73 : 27, 2 is 88 : 12."),
        ("Kappa of an answer", "Fleiss' kappa of one answer against all others: 1 where those who judged the same pair all say it or none does, 0 as by chance."),
        ("Weight", "How far a rater's votes count in what is learned: |2 · right − 1|. An adversary's count the other way round. Nobody's votes are deleted."),
        ("Flag", "An effect that matters, found with evidence that chance rarely gives, after adjusting for how many raters and effects were looked at."),
        ("Known answers", "Questions whose answer is certain, looking like any other. Wald's sequential test of 85 % right against 65 %."),
        ("Drift", "Page's cumulative sum of the evidence that accuracy fell by 0.3 from where the rater began; Page and Hinkley's test stands beside it."),
        ("Raking", "Weights of raters under which every group of every attribute has its share of the population (Deming and Stephan)."),
        ("Effective answers", "How many equally weighted answers the weighted ones are worth: (Σ w)² / Σ w²."),
        ("Paused", "Gets no items for now, for a reason that the rater reads and can answer. What was answered stays."),
    ];

    public static ReportPart Of() => new("definitions", "Definitions")
    {
        Lead = Markup.Of($"<dl class=\"terms\">{Terms.Select(t => Markup.Of($"<dt>{t.Term}</dt><dd>{t.Meaning}</dd>"))}</dl>"),
    };
}
