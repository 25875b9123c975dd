using System.CommandLine;
using Heed.Runs;

namespace Heed.Cli.Commands;

/// <summary>heed runs list | show | compare | prune</summary>
internal static class RunsCommand
{
    public static Command Create(Terminal terminal)
    {
        var root = new Option<string>("--root") { Description = "Folder that holds the runs.", DefaultValueFactory = _ => "runs", Recursive = true };
        var json = new Option<bool>("--json") { Description = "End with one JSON object on standard output.", Recursive = true };
        var names = new Argument<string[]>("runs") { Description = "Names as 'heed runs list' shows them.", Arity = ArgumentArity.OneOrMore };
        var carryOut = new Option<bool>("--yes") { Description = "Delete; without it only what would go is shown." };

        var list = new Command("list", "Every run under the root.");
        list.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), _ => new { runs = new RunList(parsed.GetValue(root)!).All() },
            r => r.runs.Select(run => $"{run.Name,-32} {run.Kind,-9} {run.Started:yyyy-MM-dd HH:mm}  step {run.LastStep,6}  {(run.InUse ? "running" : run.Finished is null ? "not finished" : "finished"),-12} {run.Bytes / 1e6,8:F1} MB")));
        var show = new Command("show", "One run's figures.") { names };
        show.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), _ => new RunList(parsed.GetValue(root)!).Show(parsed.GetValue(names)![0]),
            run => [$"{run.Name}  {run.Kind}  {run.Folder}", .. run.Figures.Select(f => $"  {f.Key,-24} {f.Value:G6}")]));
        var compare = new Command("compare", "Recipes and figures of several runs, side by side.") { names };
        compare.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), _ => new RunList(parsed.GetValue(root)!).Compare(parsed.GetValue(names)!),
            c => [.. c.Recipes.Select(r => $"{r.Key,-40} {string.Join("  ", r.Value.Select(v => v ?? "-"))}"), .. c.Figures.Select(f => $"{f.Key,-40} {string.Join("  ", f.Value.Select(v => v?.ToString("G6") ?? "-"))}")]));
        var prune = new Command("prune", "Delete old checkpoints; recipe, journal and the best stay.") { names, carryOut };
        prune.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), _ =>
        {
            var pruning = new RunList(parsed.GetValue(root)!).Prune(parsed.GetValue(names)!);
            if (parsed.GetValue(carryOut)) pruning.CarryOut();
            return new { pruning.Bytes, carried_out = parsed.GetValue(carryOut) };
        }, r => [$"{r.Bytes / 1e6:F1} MB {(r.carried_out ? "deleted" : "would be deleted; --yes deletes")}"]));
        return new Command("runs", "List, show, compare and prune run folders.") { root, json, list, show, compare, prune };
    }
}
