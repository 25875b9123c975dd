using System.Text;
using Heed.Runs;

namespace Heed.Language.Curation;

/// <summary>Where each copy of each canary goes: uniformly over the training text, as a line of its own at the next line end.</summary>
internal sealed class CanaryPlanting
{
    private readonly Dictionary<int, List<(int Offset, string Text)>> _places = [];

    private CanaryPlanting(Canaries canaries) => Canaries = canaries;

    public Canaries Canaries { get; }

    /// <summary>All copies.</summary>
    public int Count => Canaries.Planted.Sum(c => c.Copies);

    public static CanaryPlanting Of(Canaries canaries, TextPlan plan, ulong seed)
    {
        var planting = new CanaryPlanting(canaries);
        var random = new SeededRandom(seed, "canaries/places");
        var training = plan.Training.ToArray();
        var ends = new long[training.Length];
        for (var i = 0; i < training.Length; i++) ends[i] = (i == 0 ? 0 : ends[i - 1]) + training[i].Length;
        foreach (var canary in canaries.Planted)
            for (var copy = 0; copy < canary.Copies; copy++)
            {
                var place = (long)(random.NextDouble() * ends[^1]);
                var at = Array.BinarySearch(ends, place) is >= 0 and var exact ? exact + 1 : ~Array.BinarySearch(ends, place);
                var (document, length) = training[Math.Min(at, training.Length - 1)];
                planting.At(document).Add(((int)(place - (ends[Math.Min(at, training.Length - 1)] - length)), canary.Text));
            }
        return planting;
    }

    /// <summary>The training part of a document with its canaries.</summary>
    public string Plant(int document, string text)
    {
        if (!_places.TryGetValue(document, out var places)) return text;
        var planted = new StringBuilder(text.Length + places.Sum(p => p.Text.Length + 1));
        var done = 0;
        foreach (var (offset, canary) in places.OrderBy(p => p.Offset))
        {
            var line = text.IndexOf('\n', Math.Max(done, Math.Min(offset, text.Length)));
            var next = line < 0 ? text.Length : line + 1;
            planted.Append(text, done, next - done);
            if (planted.Length > 0 && planted[^1] != '\n') planted.Append('\n');
            planted.Append(canary).Append('\n');
            done = next;
        }
        return planted.Append(text, done, text.Length - done).ToString();
    }

    private List<(int Offset, string Text)> At(int document)
    {
        if (!_places.TryGetValue(document, out var places)) _places[document] = places = [];
        return places;
    }
}
