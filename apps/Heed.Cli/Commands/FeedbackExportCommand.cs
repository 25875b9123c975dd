using System.CommandLine;
using Heed.Feedback.Exports;
using Heed.Feedback.Exports.Formats;
using Heed.Feedback.Store;

namespace Heed.Cli.Commands;

/// <summary>heed feedback export: answers become a frozen version of a dataset.</summary>
internal static class FeedbackExportCommand
{
    public static Command Create(Terminal terminal)
    {
        var log = FeedbackCommand.Log();
        var shape = new Option<ExportShape>("--as") { Description = "pairs, rankings, ratings, thumbs or demonstrations.", Required = true };
        var format = new Option<string>("--format") { Description = $"How records are written: {string.Join(", ", DatasetFormat.All.Select(f => f.Name).Distinct())}.", DefaultValueFactory = _ => "heed" };
        var weights = new Option<ExportWeights>("--weights") { Description = "equal, or reliability: as much as its rater is right." };
        var project = new Option<string?>("--project") { Description = "Answers of one project; default: all." };
        var models = new Option<bool>("--models") { Description = "Also answers of models and programs, not only people's." };
        var redact = new Option<bool>("--redact") { Description = "Replace e-mail addresses, telephone, account and card numbers by their kind." };
        var seed = FeedbackCommand.Seed();
        var output = new Option<string>("--out") { Description = "Folder to write to.", Required = true };
        var json = FeedbackCommand.Json();
        var command = new Command("export", "Freeze a version of a dataset: data, single votes, manifest, datasheet.") { log, shape, format, weights, project, models, redact, seed, output, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), cancel =>
        {
            using var store = FeedbackCommand.Open(parsed.GetValue(log)!, terminal, cancel);
            var options = new ExportOptions(parsed.GetValue(shape), parsed.GetValue(format)!, parsed.GetValue(weights)) { Models = parsed.GetValue(models), Redact = parsed.GetValue(redact), Seed = parsed.GetValue(seed) };
            return ExportAsync(store, options, parsed.GetValue(project), parsed.GetValue(output)!, terminal, cancel).GetAwaiter().GetResult();
        }, m =>
        [
            $"dataset {m.Version}: {m.Rows:N0} records from {m.Answers:N0} answers by {m.Raters} raters",
            .. m.ReliabilityNote.Length > 0 ? [m.ReliabilityNote] : Array.Empty<string>(),
            .. m.LeftOut.Select(l => $"  left out: {l.Value:N0} answers ({l.Key})"),
        ]));
        return command;
    }

    private static async Task<DatasetManifest> ExportAsync(FeedbackStore store, ExportOptions options, string? project, string folder, Terminal terminal, CancellationToken cancel)
    {
        var refused = (await store.Raters.ListAsync(cancel)).Where(r => !r.TrainOk).Select(r => r.Id).ToHashSet();
        var upTo = (await store.HeadAsync(cancel)).Sequence;
        var export = new FeedbackExport(() => store.AnsweredAsync(project, upTo, cancel), options with { Refused = refused }, store.Name, upTo);
        var manifest = await export.RunAsync(folder, cancel);
        await store.FreezeAsync(manifest, "heed feedback export", cancel);
        return manifest;
    }
}
