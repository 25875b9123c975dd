namespace Heed.Feedback.Reliability;

/// <summary>A crowd's answers sorted by item in flat arrays: what a pass over a million of them reads.</summary>
internal sealed class AnswerTable
{
    /// <summary>Answers a slice holds at least; below, threads cost more than they bring.</summary>
    private const int SmallestSlice = 1 << 16;
    private const int MostSlices = 8;

    public AnswerTable(CrowdAnswers crowd)
    {
        (Items, Raters, Classes) = (crowd.Items, crowd.Raters, crowd.Classes);
        Start = new int[Items + 1];
        (Rater, Class) = (new int[crowd.Answers.Count], new int[crowd.Answers.Count]);
        foreach (var answer in crowd.Answers) Start[answer.Item + 1]++;
        for (var i = 0; i < Items; i++) Start[i + 1] += Start[i];
        var next = Start.AsSpan(0, Items).ToArray();
        foreach (var answer in crowd.Answers)
        {
            var at = next[answer.Item]++;
            (Rater[at], Class[at]) = (answer.Rater, answer.Class);
        }
    }

    public int Items { get; }
    public int Raters { get; }
    public int Classes { get; }

    /// <summary>The answers of item i are those from Start[i] to Start[i + 1].</summary>
    public int[] Start { get; }

    /// <summary>By answer.</summary>
    public int[] Rater { get; }

    /// <summary>By answer.</summary>
    public int[] Class { get; }

    public int Answers => Rater.Length;

    /// <summary>Ranges of items with about the same number of answers each; as many for the same data on every machine, so sums over them are the same everywhere.</summary>
    public (int From, int To)[] Slices()
    {
        var count = Math.Clamp(Answers / SmallestSlice, 1, MostSlices);
        var ends = Enumerable.Range(1, count).Select(s =>
        {
            var at = Array.BinarySearch(Start, (int)((long)Answers * s / count));
            return s == count ? Items : at < 0 ? ~at : at;
        }).ToArray();
        return [.. ends.Select((end, s) => (s == 0 ? 0 : Math.Min(ends[s - 1], end), Math.Min(end, Items)))];
    }

    /// <summary>A flat (items, classes) table as rows.</summary>
    public double[][] Rows(double[] flat) => [.. Enumerable.Range(0, Items).Select(i => flat.AsSpan(i * Classes, Classes).ToArray())];
}
