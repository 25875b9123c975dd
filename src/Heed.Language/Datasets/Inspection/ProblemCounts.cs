namespace Heed.Language.Datasets.Inspection;

/// <summary>Problems by reason, each with its first places; memory does not grow with the records.</summary>
internal sealed class ProblemCounts
{
    private const int MostPlaces = 5, MostReasons = 1000;

    private const string Others = "(further reasons)";

    private readonly Dictionary<(string Reason, bool Bad), (long Count, List<string> Places)> _problems = [];

    public void Add(string reason, bool bad, string file, long line)
    {
        var key = _problems.Count < MostReasons || _problems.ContainsKey((reason, bad)) ? (reason, bad) : (Others, bad);
        var (count, places) = _problems.GetValueOrDefault(key, (0, []));
        if (places.Count < MostPlaces) places.Add($"{file}:{line}");
        _problems[key] = (count + 1, places);
    }

    public IReadOnlyList<InspectedProblem> All => [.. _problems.Select(p => new InspectedProblem(p.Key.Reason, p.Key.Bad, p.Value.Count, p.Value.Places))
        .OrderByDescending(p => p.Bad).ThenByDescending(p => p.Count).ThenBy(p => p.Reason, StringComparer.Ordinal)];
}
