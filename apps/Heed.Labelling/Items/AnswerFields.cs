using System.Globalization;
using System.Text.Json;
using Heed.Feedback.Answers;
using Heed.Feedback.Items;

namespace Heed.Labelling.Items;

/// <summary>The fields of the labelling form and the answers they stand for, both ways. Candidates are named by place on the screen.</summary>
public static class AnswerFields
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The answer that a filled-in form gives about an item.</summary>
    /// <exception cref="IncompleteAnswerException">A field is missing or makes no sense.</exception>
    public static Answer Read(FeedbackItem item, IReadOnlyDictionary<string, string[]> fields)
    {
        var form = new FieldReader(fields);
        Answer answer = item switch
        {
            Feedback.Items.Comparison => Compared(form.One("choice")),
            RankingItem ranking => new RankingAnswer([.. Enumerable.Range(0, ranking.Answers.Count).Select(place => Rank(form.One($"rank.{place}")))]),
            RatingItem rating => new RatingAnswer(Scores(form, rating.Answers.Count, rating.Scales)),
            ThumbItem => new ThumbAnswer(form.One("thumb") == "up"),
            CorrectionItem => new CorrectionAnswer(form.One("text")),
            DemonstrationItem => new DemonstrationAnswer(form.Turns(), form.Optional("suggested") == "1"),
            SpanItem => new SpanAnswer(JsonSerializer.Deserialize<Span[]>(form.Optional("spans") ?? "[]", Json)!),
            RewardItem => new RewardAnswer(form.Number("reward")),
            FormItem custom => new FormAnswer([.. Entries(form, custom)]),
            _ => throw new IncompleteAnswerException($"Items of kind {item.GetType().Name} are not answered on this page."),
        };
        return answer with { Notes = form.Notes(item, answer) };
    }

    /// <summary>The fields that show an answer (candidates by place on the screen) in the form.</summary>
    public static IReadOnlyDictionary<string, string[]> Write(Answer answer)
    {
        var fields = new Dictionary<string, string[]>();
        void Set(string name, params string[] values) => fields[name] = values;
        switch (answer)
        {
            case ComparisonAnswer comparison: Set("choice", Choice(comparison)); break;
            case RankingAnswer ranking:
                for (var place = 0; place < ranking.Ranks.Count; place++) Set($"rank.{place}", ranking.Ranks[place]?.ToString(CultureInfo.InvariantCulture) ?? "x");
                break;
            case RatingAnswer rating: WriteScores(rating.Scores, Set); break;
            case ThumbAnswer thumb: Set("thumb", thumb.Up ? "up" : "down"); break;
            case CorrectionAnswer correction: Set("text", correction.Text); break;
            case DemonstrationAnswer demonstration: WriteTurns(demonstration, Set); break;
            case SpanAnswer spans when spans.Spans.Count > 0: Set("spans", JsonSerializer.Serialize(spans.Spans, Json)); break;
            case RewardAnswer reward: Set("reward", reward.Reward.ToString(CultureInfo.InvariantCulture)); break;
            case FormAnswer form:
                foreach (var entry in form.Entries) Set(entry.Candidate is { } place ? $"form.{entry.Field}.{place}" : $"form.{entry.Field}", [.. entry.Values]);
                break;
        }
        WriteNotes(answer.Notes, fields);
        return fields;
    }

    private static ComparisonAnswer Compared(string choice) => choice switch
    {
        "good" => new(Verdict.BothGood),
        "bad" => new(Verdict.BothBad),
        "equal" => new(Verdict.Equal),
        "cannot" => new(Verdict.CannotJudge),
        [>= '1' and <= '8'] => ComparisonAnswer.OfPoint(choice[0] - '0'),
        _ => throw new IncompleteAnswerException($"'{choice}' is no choice: expected 1 to 8, good, bad, equal or cannot."),
    };

    private static string Choice(ComparisonAnswer answer) => answer.Verdict switch
    {
        Verdict.BothGood => "good",
        Verdict.BothBad => "bad",
        Verdict.Equal => "equal",
        Verdict.CannotJudge => "cannot",
        _ => (answer.Point() ?? (answer.Verdict == Verdict.First ? 3 : 6)).ToString(CultureInfo.InvariantCulture),
    };

    private static int? Rank(string rank) => rank == "x" ? null
        : int.TryParse(rank, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new IncompleteAnswerException($"'{rank}' is no rank: expected a number from 1, or x for what cannot be ranked.");

    private static IReadOnlyList<AnswerScore> Scores(FieldReader form, int answers, IReadOnlyList<RatingScale> scales) =>
        [.. from place in Enumerable.Range(0, answers) from scale in scales select new AnswerScore(place, scale.Attribute, (int)form.Number($"score.{place}.{scale.Attribute}"))];

    private static IEnumerable<FormEntry> Entries(FieldReader form, FormItem item) =>
        from field in item.Form.Fields
        from place in field.PerAnswer ? Enumerable.Range(0, item.Answers.Count).Cast<int?>() : [null]
        let values = form.All(place is null ? $"form.{field.Name}" : $"form.{field.Name}.{place}")
        where values.Length > 0
        select new FormEntry(field.Name, values, place);

    private static void WriteScores(IEnumerable<AnswerScore> scores, Action<string, string[]> set)
    {
        foreach (var score in scores) set($"score.{score.Candidate}.{score.Attribute}", [score.Value.ToString(CultureInfo.InvariantCulture)]);
    }

    private static void WriteTurns(DemonstrationAnswer demonstration, Action<string, string[]> set)
    {
        for (var turn = 0; turn < demonstration.Messages.Count; turn++)
        {
            set($"turn.{turn}.role", [demonstration.Messages[turn].Role]);
            set($"turn.{turn}.text", [demonstration.Messages[turn].Content]);
        }
        if (demonstration.FromSuggestion) set("suggested", ["1"]);
    }

    private static void WriteNotes(Notes? notes, Dictionary<string, string[]> fields)
    {
        if (notes is null) return;
        if (notes.Reasons.Count > 0) fields["reason"] = [.. notes.Reasons];
        if (notes.Comment is { } comment) fields["comment"] = [comment];
        foreach (var flags in notes.Flags.GroupBy(f => f.Candidate)) fields[$"flag.{flags.Key}"] = [.. flags.Select(f => f.Label)];
        WriteScores(notes.Scores, (name, values) => fields[name] = values);
        if (notes.Edit is { } edit) fields["edit"] = [edit.Text];
    }
}
