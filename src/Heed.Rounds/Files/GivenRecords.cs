using System.Text.Json;
using Heed.Language.Datasets;
using Heed.Language.Texts;

namespace Heed.Rounds.Files;

/// <summary>Preferences and prompts for a stage: the file of the stage before it, or people's own data in any shape that Heed reads.</summary>
public static class GivenRecords
{
    /// <summary>preferences.jsonl of the feedback stage; or a file or folder of preferences, each of which is certain.</summary>
    /// <exception cref="RoundFileException">There is no such file, or a line is broken.</exception>
    /// <exception cref="DatasetException">The data hold no preferences, or too many bad records.</exception>
    public static List<PreferenceRecord> Preferences(string path) => IsOfStage(path, first => first.TryGetProperty("first_better", out _)) ? JsonLines.Read<PreferenceRecord>(path)
        : Own<Preference, PreferenceRecord>(path, p => new(p.Id, p.Prompt.Messages, new(p.Chosen, Ended: true), new(p.Rejected, Ended: true), FirstBetter: 1, p.Weight, Votes: 0) { Tools = p.Prompt.Tools, Variables = p.Prompt.Variables });

    /// <summary>prompts.jsonl; or a file or folder of anything that has prompts.</summary>
    /// <exception cref="RoundFileException">There is no such file, or a line is broken.</exception>
    /// <exception cref="DatasetException">The data hold no prompts, or too many bad records.</exception>
    public static List<PromptRecord> Prompts(string path) => IsOfStage(path, IsPrompt) ? JsonLines.Read<PromptRecord>(path)
        : [.. Own<Question, PromptRecord>(path, q => new(q.Id, q.Prompt.Messages) { Tools = q.Prompt.Tools, Variables = q.Prompt.Variables }).DistinctBy(p => p.Conversation())];

    private static List<TRecord> Own<TExample, TRecord>(string path, Func<TExample, TRecord> record) where TExample : Example
    {
        if (!Path.Exists(path)) throw new RoundFileException(path, 0, "no such file or folder");
        var quarantine = new Quarantine();
        var read = Dataset.Read<TExample>(path, quarantine);
        quarantine.Check(path);
        return [.. read.Items.Select(record)];
    }

    private static bool IsPrompt(JsonElement record) => record.TryGetProperty("id", out _) && record.TryGetProperty("messages", out var messages)
        && messages is { ValueKind: JsonValueKind.Array } && messages.GetArrayLength() > 0 && messages[messages.GetArrayLength() - 1] is { ValueKind: JsonValueKind.Object } last
        && last.TryGetProperty("role", out var role) && !role.ValueEquals(Roles.Assistant);

    /// <summary>Whether the first line is an object of a kind.</summary>
    private static bool IsOfStage(string path, Func<JsonElement, bool> kind)
    {
        if (!File.Exists(path) || !path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || File.ReadLines(path).FirstOrDefault() is not { } line) return false;
        try
        {
            using var first = JsonDocument.Parse(line);
            return first.RootElement.ValueKind == JsonValueKind.Object && kind(first.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
