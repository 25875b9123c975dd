using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets.Shapes;

/// <summary>Examples from their parts, each part sound: answers and questions that say something, an id, a weight.</summary>
internal static class ExampleParts
{
    /// <param name="record">Names tools and variables of the template, where there are any.</param>
    public static Conversation Prompt(IReadOnlyList<Message> turns, JsonObject? record = null) =>
        turns.Count > 0 && !turns.Any(m => m.Role == Roles.User && string.IsNullOrWhiteSpace(m.Content)) ? new Conversation(turns) { Tools = record is null ? null : ToolTurns.Tools(record), Variables = record is null ? null : ToolTurns.Variables(record) } : throw new BadRecordException("the prompt is empty");

    public static string Said(string answer, string what) => answer.Trim() is { Length: > 0 } text ? text : throw new BadRecordException($"{what} is empty");

    public static Demonstration Demonstration(JsonObject record, IReadOnlyList<Message> prompt, Message answer)
    {
        var asked = Prompt(prompt, record);
        var said = answer with { Content = answer.ToolCalls is null ? Said(answer.Content, "the answer") : answer.Content.Trim() };
        return new Demonstration(Id(record, asked, [.. said.Parts().Skip(1)]), asked, said);
    }

    public static Preference Preference(JsonObject record, IReadOnlyList<Message> prompt, string chosen, string rejected)
    {
        var (better, worse) = (Said(chosen, "the chosen answer"), Said(rejected, "the rejected answer"));
        if (better == worse) throw new BadRecordException("both answers are equal");
        var asked = Prompt(prompt, record);
        return new Preference(Id(record, asked, better, worse), asked, better, worse, RecordText.Name(record, "rater"), Weight(record));
    }

    public static string Id(JsonObject record, Conversation prompt, params ReadOnlySpan<string> answers) => RecordText.Name(record, "id") ?? ContentId.Of(prompt, answers);

    private static double Weight(JsonObject record)
    {
        if (record["weight"] is not { } node) return 1;
        return RecordNumber.Of(node) is >= 0 and var weight && double.IsFinite(weight) ? weight : throw new BadRecordException("'weight' is no number of 0 or more");
    }
}
