using System.Text.Json;
using Heed.Feedback.Events;
using Heed.Feedback.Items;

namespace Heed.Feedback.Exports;

/// <summary>Counts what goes into a dataset and what is left out.</summary>
public sealed class DatasetTally
{
    private readonly SortedDictionary<string, long> _leftOut = [], _sampling = [], _consents = [], _actors = [], _origins = [];
    private readonly SortedDictionary<int, long> _guidelines = [];
    private readonly HashSet<string> _raters = [];
    private readonly List<(long Place, string Id)> _members = [];
    private long _rows, _items, _unnamed;

    public void Add(RecordedAnswer answer)
    {
        _members.Add((answer.Sequence, answer.Answer.Id));
        if (answer.Answer.Rater is { } rater) _raters.Add(rater);
        else _unnamed++;
        Count(_sampling, answer.Answer.Sampling is { } sampling ? JsonNamingPolicy.KebabCaseLower.ConvertName(sampling.Policy.ToString()) : "given elsewhere");
        Count(_actors, answer.Answer.Actor.ToString().ToLowerInvariant());
        Count(_origins, answer.Answer.Captured ? "use of a served model" : answer.Answer.Settles ? "review" : "labelling");
        Count(_guidelines, answer.Answer.Shown?.Guidelines ?? 0);
        Count(_consents, answer.Answer.Consent ?? "none asked");
    }

    public void AddItem(long rows)
    {
        _items++;
        _rows += rows;
    }

    public void LeaveOut(string reason, long answers = 1) => _leftOut[reason] = _leftOut.GetValueOrDefault(reason) + answers;

    public DatasetManifest Manifest(ExportOptions options, Reliabilities worth, string source, long upTo) => new()
    {
        Version = Identity.Of(["dataset", options.Shape.ToString(), options.Format, options.Weights.ToString(), .. _members.OrderBy(m => m.Place).Select(m => m.Id)]),
        Shape = options.Shape,
        Format = options.Format,
        Weights = options.Weights,
        Source = source,
        UpTo = upTo,
        Rows = _rows,
        Items = _items,
        Answers = _members.Count,
        Raters = _raters.Count,
        Unnamed = _unnamed,
        LeftOut = _leftOut,
        Sampling = _sampling,
        Guidelines = _guidelines,
        Consents = _consents,
        Actors = _actors,
        Origins = _origins,
        Alpha = worth.Alpha,
        ReliabilityNote = worth.Note,
        Members = Places.Write(_members.Select(m => m.Place)),
    };

    private static void Count<T>(SortedDictionary<T, long> counts, T key) where T : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
}
