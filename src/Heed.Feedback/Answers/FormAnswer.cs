using System.Globalization;
using Heed.Feedback.Items;

namespace Heed.Feedback.Answers;

/// <summary>One field, filled in: the chosen options, a number, a text, or "yes" or "no".</summary>
/// <param name="Field">The field's name.</param>
/// <param name="Values">One value; of choices any number.</param>
/// <param name="Candidate">Which answer it is about; null where the field is asked once an item.</param>
public sealed record FormEntry(string Field, IReadOnlyList<string> Values, int? Candidate = null);

/// <summary>A <see cref="FormItem"/>, filled in.</summary>
public sealed record FormAnswer(IReadOnlyList<FormEntry> Entries) : Answer
{
    /// <summary>Every known field has the same values.</summary>
    public override bool AgreesWith(Answer known) => known is FormAnswer other
        && other.Entries.All(e => Entries.Any(mine => mine.Field == e.Field && mine.Candidate == e.Candidate && mine.Values.Order().SequenceEqual(e.Values.Order())));

    protected override IEnumerable<string> Wrong(FeedbackItem item) => KindIs<FormItem>(item, form =>
    [
        .. form.Form.Fields.SelectMany(field => field.PerAnswer
            ? Enumerable.Range(0, form.Answers.Count).SelectMany(c => Wrong(field, c))
            : Wrong(field, null)),
        .. Entries.Where(e => !form.Form.Fields.Any(f => f.Name == e.Field)).Select(e => $"the form has no field {e.Field}"),
        .. Expect(Entries.All(e => e.Candidate is null || (e.Candidate >= 0 && e.Candidate < form.Answers.Count)), $"there are {form.Answers.Count} answers"),
    ]);

    protected override Answer Reordered(IReadOnlyList<int> order) =>
        this with { Entries = [.. Entries.Select(e => e with { Candidate = e.Candidate is { } c ? order[c] : null })] };

    private IEnumerable<string> Wrong(FormField field, int? candidate)
    {
        var entries = Entries.Where(e => e.Field == field.Name && e.Candidate == candidate).ToArray();
        var where = candidate is null ? field.Name : $"{field.Name} of answer {candidate + 1}";
        if (entries.Length > 1) return [$"{where} is filled in twice"];
        if (entries.Length == 0 || entries[0].Values.Count == 0) return Expect(!field.Required, $"{where} is missing");
        var values = entries[0].Values;
        return Expect(field.Kind == FieldKind.Choices ? values.Distinct().Count() == values.Count && values.All(field.Options.Contains) : values.Count == 1 && Fits(field, values[0]),
            $"{where} cannot be {string.Join(", ", values)}");
    }

    private static bool Fits(FormField field, string value) => field.Kind switch
    {
        FieldKind.Choice => field.Options.Contains(value),
        FieldKind.YesNo => value is "yes" or "no",
        FieldKind.Scale => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) && n >= field.Low && n <= field.High,
        FieldKind.Number => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) && x >= field.Low && x <= field.High,
        _ => !field.Required || value.Trim().Length > 0,
    };
}
