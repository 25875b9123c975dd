using Heed.Evaluation.Plots;
using Heed.Evaluation.Policies;

namespace Heed.Evaluation.Reports.Parts;

/// <summary>What the models said, side by side.</summary>
internal static class SamplesPart
{
    public static ReportPart Of(IReadOnlyList<SampleRow> samples) => new("samples", "Samples side by side")
    {
        Lead = Markup.Of($"<p>Prompts drawn at random from the held-out ones, not chosen. Healthy: the policy's answers read as sentences, answer what was asked, and are better than the others for a reason you can name; numbers that you would not give are a reason to distrust the scores.</p>"),
        Tail = Markup.Lines(samples.Select(Row)),
    };

    private static Markup Row(SampleRow row) => Markup.Of($"""
        <article class="card sample">
        <p class="prompt">{row.Prompt}</p>
        <div class="answers">
        {Markup.Lines(row.Answers.Select((a, i) => Answer(a, ComparisonPart.InkOf(i, row.Answers.Count))))}
        </div>
        </article>
        """);

    private static Markup Answer(SampledAnswer answer, Ink ink) => Markup.Of($"""
        <div class="answer {ink.Name()}">
        <h3>{answer.Model}</h3>
        <p class="said">{(string.IsNullOrWhiteSpace(answer.Text) ? "(nothing)" : answer.Text)}</p>
        <p class="scores">reward {NumberText.Fixed(answer.Reward, 2)}{(answer.Gold is { } gold ? $" · gold {NumberText.Fixed(gold, 2)}" : "")}</p>
        </div>
        """);
}
