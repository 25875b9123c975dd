using Heed.Feedback.Events;
using Heed.Feedback.Imports;
using Heed.Language.Datasets;
using Heed.Language.Templates;
using Heed.Rounds.Files;
using Heed.Rounds.Stages;

namespace Heed.Rounds;

/// <summary>
/// A round on people's own text and preferences: chosen answers are the demonstrations, preferences become events, and the prompts of
/// the held-out preferences are the evaluation's. Nobody's truth is known.
/// </summary>
public sealed class OwnData(string text, string preferences, double heldOut, ulong seed)
{
    /// <summary>Reads the preferences, records them, and writes demonstrations and prompts into the folder.</summary>
    public async Task<RoundSources> ReadAsync(string folder, IEventLog log, double quarantineLimit, StageContext context)
    {
        Directory.CreateDirectory(folder);
        var quarantine = new Quarantine(quarantineLimit);
        var read = Dataset.Read<Preference>(preferences, quarantine);
        quarantine.Write(Path.Combine(folder, "quarantine.jsonl"));
        quarantine.Check(preferences);
        foreach (var (file, shape) in read.Shapes) context.Log.WriteLine($"preferences: {file}: {shape}");
        if (!await log.ReadAsync(cancellation: context.Cancellation).AnyAsync(e => e.Event is Answered, context.Cancellation))
            await new PreferenceImport(Path.GetFileName(preferences), context.Clock.GetUtcNow()).RunAsync(read.Items, log, context.Cancellation);

        string At(string name) => Path.Combine(folder, name);
        var split = read.Items.ToLookup(p => HeldOutPrompts.Contains(PreferenceImport.PromptId(p.Prompt), heldOut, seed));
        Dataset.Write(At("demonstrations.jsonl"), split[false].Select(p => new Demonstration(p.Id, p.Prompt, p.Chosen)));
        WritePrompts(At("training-prompts.jsonl"), split[false]);
        WritePrompts(At("evaluation-prompts.jsonl"), split[true]);
        return new RoundSources
        {
            Text = text,
            Template = Template(read),
            Demonstrations = At("demonstrations.jsonl"),
            TrainingPrompts = At("training-prompts.jsonl"),
            EvaluationPrompts = At("evaluation-prompts.jsonl"),
            Log = log,
        };
    }

    private static void WritePrompts(string file, IEnumerable<Preference> preferences) => JsonLines.Write(file, preferences
        .DistinctBy(p => PreferenceImport.PromptId(p.Prompt)).Select(p => new PromptRecord(PreferenceImport.PromptId(p.Prompt), p.Prompt.Messages) { Tools = p.Prompt.Tools, Variables = p.Prompt.Variables }));

    /// <summary>Dialogues keep the names their authors gave the speakers.</summary>
    private static TurnTemplate Template(Dataset<Preference> read) => read.Shapes.Values.Contains("hh")
        ? TurnTemplate.HumanAssistant() : TurnTemplate.Plain("User", "Assistant");
}
