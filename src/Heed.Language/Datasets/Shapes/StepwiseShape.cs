using System.Text.Json.Nodes;

namespace Heed.Language.Datasets.Shapes;

/// <summary>A prompt, the steps of an answer, and whether each is right (TRL's stepwise supervision).</summary>
internal sealed class StepwiseShape : DataShape
{
    public override string Name => "stepwise";

    public override string Keys => "prompt, completions: [texts], labels: [true or false]";

    public override Meaning Meaning => Meaning.Solutions;

    public override bool IsWritten => true;

    internal override bool Fits(JsonObject record) => Asked.Has(record) && record["completions"] is JsonArray && record["labels"] is JsonArray;

    internal override IEnumerable<Example> Read(JsonObject record)
    {
        var prompt = ExampleParts.Prompt(Asked.Read(record), record);
        var texts = record["completions"] as JsonArray ?? throw new BadRecordException("'completions' is no list");
        var labels = record["labels"] as JsonArray ?? throw new BadRecordException("'labels' is no list");
        if (texts.Count == 0) throw new BadRecordException("'completions' is empty");
        if (texts.Count != labels.Count) throw new BadRecordException($"{texts.Count} steps have {labels.Count} labels");
        var steps = texts.Zip(labels, (t, l) => new SolutionStep(RecordText.Of(t, "completions"), RecordNumber.Truth(l, "labels"))).ToList();
        return [new Solution(ExampleParts.Id(record, prompt, [.. steps.Select(s => s.Text)]), prompt, steps)];
    }

    internal override JsonObject Write(Example example)
    {
        var solution = (Solution)example;
        if (solution.Prompt.Messages is not [{ Role: Texts.Roles.User } question]) throw new BadRecordException("stepwise records have one question of the user and no other turn");
        return new()
        {
            ["id"] = solution.Id,
            ["prompt"] = question.Content,
            ["completions"] = new JsonArray([.. solution.Steps.Select(s => (JsonNode?)s.Text)]),
            ["labels"] = new JsonArray([.. solution.Steps.Select(s => (JsonNode?)s.Right)])
        };
    }
}
