using Heed.Evaluation.Plots;
using Heed.Evaluation.Reports.Judging;
using Heed.Evaluation.Reports.Sections;

namespace Heed.Evaluation.Reports.Parts;

/// <summary>What was read, kept, held out and dropped.</summary>
internal static class DataPart
{
    public static ReportPart Of(DataSection data) => new("data", "Data")
    {
        Lead = TableMarkup.OfFacts(data.Facts),
        Figures = [Ledger(data)],
    };

    private static Figure Ledger(DataSection data)
    {
        Bar[] bars =
        [
            Row("kept for training", data.Training, Ink.Good, data.Read),
            Row("held out", data.HeldOut, Ink.First, data.Read),
            .. data.Dropped.Select(d => Row(d.Reason, d.Records, Ink.Muted, data.Read)),
        ];
        return new Figure("ledger", "Ledger of records", new BarChart("Records by what became of them", new Axis("records"), bars).Draw(),
            "Every record that was read, by what became of it. Nothing is dropped without being counted here.",
            "few records dropped, each for a reason you expect; training and held-out text split by document, so that nothing stands in both.",
            DataJudge.Of(data))
        {
            Numbers = TableMarkup.Of(["Records", "Number", "Share"], bars.Select(b => (IReadOnlyList<string>)[b.Label, NumberText.Count(b.Length), NumberText.Percent(b.Length / Math.Max(1, data.Read))])),
        };
    }

    private static Bar Row(string label, long records, Ink ink, long read) =>
        new(label, $"{NumberText.Count(records)} · {NumberText.Percent(records / (double)Math.Max(1, read))}", records, ink);
}
