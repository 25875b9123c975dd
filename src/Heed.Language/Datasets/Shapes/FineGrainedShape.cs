using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>
/// Fine-grained RLHF's answers to questions on given passages (arXiv 2306.01693): predictions 1 to n, and of every two of them, in the order
/// 1-2, 1-3, …, which is better: 1 the first, 2 the second, 0 neither.
/// </summary>
internal sealed class FineGrainedShape : DataShape
{
    public override string Name => "finegrained";

    public override string Keys => "question, passages, prediction 1, prediction 2, …, preference";

    public override Meaning Meaning => Meaning.Preferences;

    internal override bool Fits(JsonObject record) => RecordText.IsText(record, "question") && record.ContainsKey("prediction 1") && record["preference"] is JsonArray;

    internal override IEnumerable<Example> Read(JsonObject record)
    {
        var prompt = ExampleParts.Prompt([Message.FromUser(Question(record))]);
        var answers = Enumerable.Range(1, record.Count).Select(i => $"prediction {i}").TakeWhile(record.ContainsKey)
            .Select(k => ExampleParts.Said(RecordText.Required(record, k), $"'{k}'")).ToList();
        var votes = record["preference"] as JsonArray ?? throw new BadRecordException("'preference' is no list");
        var pairs = (from i in Enumerable.Range(0, answers.Count) from j in Enumerable.Range(i + 1, answers.Count - i - 1) select (i, j)).ToList();
        if (votes.Count != pairs.Count) throw new BadRecordException($"{answers.Count} predictions make {pairs.Count} pairs, but 'preference' has {votes.Count}");
        var decided = votes.Zip(pairs, (v, p) => (Order(v, p), p)).Where(v => v.Item1 is not null).Select(v => v.Item1!.Value)
            .Where(p => answers[p.Better] != answers[p.Worse]).ToList();
        return [.. decided.Select(p => new Preference(ContentId.Of(prompt, answers[p.Better], answers[p.Worse]), prompt, answers[p.Better], answers[p.Worse], null, 1.0 / decided.Count))];
    }

    private static (int Better, int Worse)? Order(JsonNode? vote, (int First, int Second) pair) => RecordNumber.Of(vote) switch
    {
        0 => null,
        1 => (pair.First, pair.Second),
        2 => (pair.Second, pair.First),
        _ => throw new BadRecordException("'preference' holds something else than 0, 1, 2")
    };

    /// <summary>The passages, each below its title, and the question after them.</summary>
    private static string Question(JsonObject record)
    {
        var passages = (record["passages"] as JsonArray ?? []).Select(p => string.Join('\n', (p as JsonArray ?? []).Skip(1).Select(s => RecordText.Of(s, "passages"))));
        return string.Join("\n\n", passages.Append(RecordText.Required(record, "question").Trim()));
    }
}
