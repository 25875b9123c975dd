using System.CommandLine;
using Heed.Language.Curation;
using Heed.Language.Datasets.Conversion;
using Heed.Language.Datasets.Shapes;
using Heed.Rounds.Stages;

namespace Heed.Cli.Commands;

/// <summary>heed data prepare | inspect | convert</summary>
internal static class DataCommand
{
    public static Command Create(Terminal terminal) => new("data", "Look at data, convert them, make them fit for training.") { Prepare(terminal), Inspect(terminal), Convert(terminal) };

    private static Command Prepare(Terminal terminal)
    {
        var source = new SourceArguments();
        var kind = new Option<DataKind>("--kind") { Description = "What the records are." };
        var heldOut = new Option<double>("--held-out") { Description = "The share held out.", DefaultValueFactory = _ => 0.1 };
        var key = new Option<string?>("--text-key") { Description = "The key of the text in files of records." };
        var stage = new StageArguments(recipe: false, resume: false);
        var command = new Command("prepare", "Read, clean, drop exact duplicates, split; a ledger counts every drop.") { kind, heldOut, key };
        source.AddTo(command, limit: true);
        stage.AddTo(command);
        command.SetAction(parsed => new StageRunner(terminal).Run(stage.Json(parsed), cancel => DataStage.Run(new PreparationOptions
        {
            Input = source.Path(parsed),
            Config = source.Part(parsed).Config,
            Split = source.Part(parsed).Split,
            Kind = parsed.GetValue(kind),
            Document = source.Unit(parsed),
            TextKey = parsed.GetValue(key),
            HeldOut = parsed.GetValue(heldOut),
            QuarantineLimit = source.Limit(parsed),
        }, stage.Out(parsed), stage.Context(terminal, parsed, cancel)),
            r => [$"{r.Read:N0} records read, {r.Training:N0} for training, {r.HeldOut:N0} held out; in {r.Folder}", .. r.Dropped.Select(d => $"  dropped {d.Value:N0}: {d.Key}")]));
        return command;
    }

    private static Command Inspect(Terminal terminal)
    {
        var source = new SourceArguments();
        var json = Json();
        var command = new Command("inspect", "What a file or folder holds: shape, records, lengths, and what is wrong where.") { json };
        source.AddTo(command, limit: false);
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json),
            cancel => Heed.Language.Datasets.Inspection.DatasetInspection.Run(source.Path(parsed), source.Part(parsed), source.Unit(parsed), cancel), InspectionTable.Lines));
        return command;
    }

    private static Command Convert(Terminal terminal)
    {
        var source = new SourceArguments();
        var to = new Option<string?>("--to") { Description = $"The shape to write: {string.Join(", ", DataShape.All.Where(s => s.IsWritten).Select(s => s.Name))}. Without it records stay as they are." };
        var output = new Option<string>("--out") { Description = "The file to write: .jsonl, .json, .csv, .tsv (each also .gz or .zst), .parquet, .arrow.", Required = true };
        var json = Json();
        var command = new Command("convert", "From one shape and format to another.") { to, output, json };
        source.AddTo(command, limit: true);
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), cancel => DatasetConversion.Run(new ConversionOptions
        {
            Input = source.Path(parsed),
            Part = source.Part(parsed),
            Document = source.Unit(parsed),
            To = parsed.GetValue(to),
            Output = parsed.GetValue(output)!,
            QuarantineLimit = source.Limit(parsed),
        }, cancel), r =>
        [
            $"{r.Read:N0} records read, {r.Written:N0} written to {r.Output}",
            .. r.Shapes.Select(s => $"  {s.Key}: {s.Value}"),
            .. r.Unused > 0 ? [$"  {r.Unused:N0} say nothing in this shape"] : Array.Empty<string>(),
            .. r.Quarantined > 0 ? [$"  {r.Quarantined:N0} in quarantine: {r.QuarantineFile}"] : Array.Empty<string>(),
        ]));
        return command;
    }

    private static Option<bool> Json() => new("--json") { Description = "End with one JSON object on standard output." };
}
