using System.CommandLine;
using Heed.Language.Curation;
using Heed.Language.Datasets;
using Heed.Rounds.Stages;

namespace Heed.Cli.Commands;

/// <summary>heed data prepare</summary>
internal static class DataCommand
{
    public static Command Create(Terminal terminal) => new("data", "Make text fit for training.") { Prepare(terminal) };

    private static Command Prepare(Terminal terminal)
    {
        var input = new Argument<string>("input") { Description = "A file or a folder: .txt, .jsonl, .jsonl.gz, .json, .parquet." };
        var kind = new Option<DataKind>("--kind") { Description = "What the records are." };
        var unit = new Option<DocumentUnit>("--document") { Description = "What counts as a document of text." };
        var heldOut = new Option<double>("--held-out") { Description = "The share held out.", DefaultValueFactory = _ => 0.1 };
        var limit = new Option<double>("--quarantine-limit") { Description = "The largest share of bad records.", DefaultValueFactory = _ => 0.05 };
        var key = new Option<string?>("--text-key") { Description = "The key of the text in files of records." };
        var stage = new StageArguments(recipe: false, resume: false);
        var command = new Command("prepare", "Read, clean, drop exact duplicates, split; a ledger counts every drop.") { input, kind, unit, heldOut, limit, key };
        stage.AddTo(command);
        command.SetAction(parsed => new StageRunner(terminal).Run(stage.Json(parsed), cancel => DataStage.Run(new PreparationOptions
        {
            Input = parsed.GetValue(input)!,
            Kind = parsed.GetValue(kind),
            Document = parsed.GetValue(unit),
            TextKey = parsed.GetValue(key),
            HeldOut = parsed.GetValue(heldOut),
            QuarantineLimit = parsed.GetValue(limit),
        }, stage.Out(parsed), stage.Context(terminal, parsed, cancel)),
            r => [$"{r.Read:N0} records read, {r.Training:N0} for training, {r.HeldOut:N0} held out; in {r.Folder}", .. r.Dropped.Select(d => $"  dropped {d.Value:N0}: {d.Key}")]));
        return command;
    }
}
