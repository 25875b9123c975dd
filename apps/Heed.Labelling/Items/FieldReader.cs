using System.Globalization;
using Heed.Feedback.Answers;
using Heed.Feedback.Items;
using Heed.Language.Texts;

namespace Heed.Labelling.Items;

/// <summary>Named fields of a form, read as what they should be.</summary>
internal sealed class FieldReader(IReadOnlyDictionary<string, string[]> fields)
{
    public string[] All(string name) => fields.TryGetValue(name, out var values) ? [.. values.Where(v => v.Length > 0)] : [];

    public string? Optional(string name) => All(name).FirstOrDefault();

    public string One(string name) => Optional(name) ?? throw new IncompleteAnswerException($"The field '{name}' is missing.");

    public double Number(string name) => double.TryParse(One(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
        ? number : throw new IncompleteAnswerException($"The field '{name}' must be a number, found '{One(name)}'.");

    /// <summary>The turns of a dialogue, in order: turn.0.role, turn.0.text, …</summary>
    public IReadOnlyList<Message> Turns()
    {
        var turns = new List<Message>();
        while (Optional($"turn.{turns.Count}.text") is { } text) turns.Add(new Message(Optional($"turn.{turns.Count}.role") ?? Roles.Assistant, text));
        return turns;
    }

    /// <summary>What goes with the judgement; null where nothing was noted.</summary>
    public Notes? Notes(FeedbackItem item, Answer answer)
    {
        var places = Enumerable.Range(0, item.Candidates.Count).ToArray();
        var notes = new Notes
        {
            Reasons = All("reason"),
            Comment = Optional("comment"),
            Flags = [.. places.SelectMany(place => All($"flag.{place}").Select(label => new AnswerFlag(place, label)))],
            Scores = answer is RatingAnswer ? [] : [.. places.SelectMany(Scores)],
            Edit = Optional("edit") is { } text ? new AnswerEdit(answer is ComparisonAnswer { Verdict: Verdict.Second } ? 1 : 0, text) : null,
        };
        return notes.Reasons.Count + notes.Flags.Count + notes.Scores.Count > 0 || notes.Comment is not null || notes.Edit is not null ? notes : null;
    }

    private IEnumerable<AnswerScore> Scores(int place)
    {
        var beginning = $"score.{place}.";
        return fields.Keys.Where(name => name.StartsWith(beginning, StringComparison.Ordinal) && Optional(name) is not null)
            .Select(name => new AnswerScore(place, name[beginning.Length..], (int)Number(name)));
    }
}
