using Heed.Evaluation.Plots;

namespace Heed.Evaluation.Reports;

/// <summary>A picture or table of the report with its caption: what it shows, what healthy looks like, and what these numbers say.</summary>
internal sealed record Figure(string Id, string Title, Markup Picture, string Shows, string Healthy, Judgement Judgement)
{
    /// <summary>The numbers behind the picture, folded away.</summary>
    public Markup Numbers { get; init; }

    /// <summary>Takes the full width of the page.</summary>
    public bool Wide { get; init; }

    /// <summary>Has a row to itself, the caption beside the picture.</summary>
    public bool OwnRow { get; init; }

    /// <param name="alone">It has a row to itself, so that the caption may stand beside the picture.</param>
    public Markup Draw(bool alone) => Markup.Of($"""
        <figure class="card{(Wide ? " wide" : alone ? " wide alone" : "")}" id="{Id}">
        <div class="head"><h3>{Title}</h3>{Judgement.Badge}</div>
        <div class="picture">
        {Picture}
        </div>
        <figcaption>
        <p>{Shows}</p>
        <p><b>Healthy:</b> {Healthy}</p>
        <p class="judgement {Judgement.Class}"><b>{Judgement.Word}:</b> {Judgement.Why}</p>
        {(Numbers.IsEmpty ? Markup.Empty : Markup.Of($"<details><summary>The numbers</summary>{Numbers}</details>"))}
        </figcaption>
        </figure>
        """);
}

/// <summary>A section of the report.</summary>
internal sealed record ReportPart(string Id, string Title)
{
    public Markup Lead { get; init; }

    /// <summary>Figures in order; a null is a figure that has no numbers to show.</summary>
    public IReadOnlyList<Figure?> Figures { get; init; } = [];

    /// <summary>The figures that are shown.</summary>
    public IEnumerable<Figure> Shown => Figures.OfType<Figure>();

    /// <summary>What follows the figures.</summary>
    public Markup Tail { get; init; }

    /// <summary>Why there is nothing to show; null where there is.</summary>
    public string? Missing { get; init; }

    public Markup Draw() => Markup.Of($"""
        <section id="{Id}">
        <h2>{Title}</h2>
        {(Missing is null ? Lead : Markup.Of($"<p class=\"missing\">Not in this report: {Missing}</p>"))}
        {(!Shown.Any() ? Markup.Empty : Markup.Of($"<div class=\"figures\">\n{Markup.Lines(Rows())}\n</div>"))}
        {Tail}
        </section>
        """);

    /// <summary>Figures stand two in a row; one that is left over before a wide one or at the end has the row to itself.</summary>
    private IEnumerable<Markup> Rows()
    {
        var figures = Shown.ToArray();
        for (var (i, column) = (0, 0); i < figures.Length; i++)
        {
            var last = i + 1 == figures.Length || figures[i + 1].Wide || figures[i + 1].OwnRow || figures[i].OwnRow;
            yield return figures[i].Draw(alone: column == 0 && last);
            column = figures[i].Wide || last ? 0 : 1 - column;
        }
    }
}
