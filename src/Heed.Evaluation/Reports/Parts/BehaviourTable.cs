using Heed.Evaluation.Plots;
using Heed.Evaluation.Policies;

namespace Heed.Evaluation.Reports.Parts;

/// <summary>Rows of the table of what models' answers are like; a row that no model has is left out.</summary>
internal static class BehaviourTable
{
    public static IEnumerable<IReadOnlyList<string>> Rows(IReadOnlyList<ModelFigures> models)
    {
        (string name, Func<ModelFigures, string?> write)[] rows =
        [
            ("Right answers", m => m.Right is { } v ? NumberText.Percent(v.Value) : null),
            ("Length, tokens", m => NumberText.Fixed(m.Length.Value, 1)),
            ("Ended by themselves", m => NumberText.Percent(m.Ended.Value)),
            ("KL, nats a response", m => m.Kl is { } v ? NumberText.Fixed(v.Value, 2) : null),
            ("Entropy, nats a token", m => m.Entropy is { } v ? NumberText.Fixed(v.Value, 2) : null),
            ("Distinct words", m => NumberText.Percent(m.DistinctWords)),
            ("Distinct pairs of words", m => NumberText.Percent(m.DistinctPairs)),
            ("Answers said more than once", m => NumberText.Percent(m.Duplicates)),
            ("Repetition within an answer", m => NumberText.Percent(m.Repetition)),
        ];
        return rows.Where(r => models.Any(m => r.write(m) is not null)).Select(r => (IReadOnlyList<string>)[r.name, .. models.Select(m => r.write(m) ?? "–")]);
    }
}
