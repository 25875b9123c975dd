using System.Text;

namespace Heed.Feedback.Exports;

/// <summary>The datasheet of a dataset, in Markdown (Gebru et al. 2021: what it is, how it came about, what is left out).</summary>
public static class Datasheet
{
    public const string FileName = "DATASHEET.md";

    public static string Write(DatasetManifest of)
    {
        var text = new StringBuilder();
        text.Append($"# Dataset {of.Version}\n\n");
        text.Append($"{of.Rows} {of.Shape.ToString().ToLowerInvariant()} in the format `{of.Format}`, made of {of.Answers} answers on {of.Items} items by {of.Raters} raters");
        text.Append(of.Unnamed > 0 ? $" and {of.Unnamed} answers without a name.\n\n" : ".\n\n");
        text.Append($"- Source: {of.Source}, events up to {of.UpTo}. Later answers are in later versions.\n");
        text.Append($"- Answers an item: {(of.Items == 0 ? 0 : (double)of.Answers / of.Items):0.00}. Every single answer, with what was shown, is in `votes.jsonl`.\n");
        text.Append($"- Weights: {(of.Weights == ExportWeights.Reliability ? "by the raters' reliability" : "every answer the same")}.{(of.ReliabilityNote.Length > 0 ? $" {of.ReliabilityNote}" : "")}\n");
        text.Append($"- Given by: {(of.Actors.Keys.All(a => a == "human") ? "people alone" : "people, models and programs; `actor` in `votes.jsonl` says which")}.\n");
        if (of.Alpha is { } alpha) text.Append($"- Krippendorff's alpha of the comparisons: {alpha:0.000}.\n");
        Table(text, "Who answered", "actor", of.Actors.Select(a => (a.Key, a.Value)));
        Table(text, "Where answers come from", "origin", of.Origins.Select(o => (o.Key, o.Value)));
        Table(text, "How items were given out", "policy", of.Sampling.Select(s => (s.Key, s.Value)));
        Table(text, "Guidelines in force", "version", of.Guidelines.Select(g => (g.Key == 0 ? "none" : $"{g.Key}", g.Value)));
        Table(text, "Consent", "version", of.Consents.Select(c => (c.Key, c.Value)));
        Table(text, "Left out", "reason", of.LeftOut.Select(l => (l.Key, l.Value)));
        return text.ToString();
    }

    private static void Table(StringBuilder text, string title, string column, IEnumerable<(string Name, long Count)> rows)
    {
        text.Append($"\n## {title}\n\n| {column} | answers |\n|---|---|\n");
        foreach (var (name, count) in rows) text.Append($"| {name} | {count} |\n");
    }
}
