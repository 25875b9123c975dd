namespace Heed.Feedback.Events;

/// <summary>Places in a log as a short text: <c>1-200,205,207-209</c>.</summary>
public static class Places
{
    public static string Write(IEnumerable<long> places)
    {
        var parts = new List<(long First, long Last)>();
        foreach (var place in places.Distinct().Order())
            if (parts.Count > 0 && parts[^1].Last == place - 1) parts[^1] = (parts[^1].First, place);
            else parts.Add((place, place));
        return string.Join(',', parts.Select(p => p.First == p.Last ? $"{p.First}" : $"{p.First}-{p.Last}"));
    }

    public static IEnumerable<long> Read(string text)
    {
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            for (var place = long.Parse(ends[0]); place <= long.Parse(ends[^1]); place++) yield return place;
        }
    }
}
