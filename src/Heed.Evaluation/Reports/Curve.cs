using Heed.Runs;

namespace Heed.Evaluation.Reports;

/// <summary>One figure of a run by step.</summary>
public sealed record Curve(IReadOnlyList<double> Steps, IReadOnlyList<double> Values)
{
    public int Count => Steps.Count;

    public double First => Values[0];

    public double Last => Values[^1];

    /// <summary>Mean of the first few values: the first tenth, at least one.</summary>
    public double Start => Values.Take(Tenth).Average();

    /// <summary>Mean of the last few values: the last tenth, at least one.</summary>
    public double End => Values.TakeLast(Tenth).Average();

    private int Tenth => Math.Max(1, Values.Count / 10);

    /// <summary>Every numeric figure of the journal's entries of one kind, by name; entries without a step are left out.</summary>
    public static IReadOnlyDictionary<string, Curve> FromJournal(IEnumerable<JournalEntry> journal, string kind = "step")
    {
        var curves = new Dictionary<string, (List<double> steps, List<double> values)>(StringComparer.Ordinal);
        foreach (var entry in journal)
        {
            if (entry.Kind != kind || entry.Step is not { } step) continue;
            foreach (var (name, _) in entry.Values)
            {
                if (entry.Number(name) is not { } value) continue;
                if (!curves.TryGetValue(name, out var curve)) curves[name] = curve = ([], []);
                curve.steps.Add(step);
                curve.values.Add(value);
            }
        }
        return curves.ToDictionary(c => c.Key, c => new Curve(c.Value.steps, c.Value.values));
    }
}
