using System.CommandLine;
using Heed.Feedback.Assignment;
using Heed.Feedback.Store;
using Heed.Rounds.Stages;
using Heed.Runs;

namespace Heed.Cli.Commands;

/// <summary>heed feedback score: which open items would tell most, for active selection.</summary>
internal static class FeedbackScoreCommand
{
    public static Command Create(Terminal terminal)
    {
        var (log, json) = (FeedbackCommand.Log(), FeedbackCommand.Json());
        var project = new Option<string?>("--project") { Description = "Whose queue; not needed where the record has one project." };
        var models = new Option<string[]>("--models") { Description = "Reward models, two or more: pairs they disagree about come first. Without: pairs that the answers so far leave open.", AllowMultipleArgumentsPerToken = true };
        var command = new Command("score", "Say what each comparison is expected to tell; a project whose selection is 'active' asks about the most telling first.") { log, project, models, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), cancel =>
        {
            using var store = FeedbackCommand.Open(parsed.GetValue(log)!, terminal, cancel);
            return RunAsync(store, parsed.GetValue(project), parsed.GetValue(models) ?? [], cancel).GetAwaiter().GetResult();
        }, r =>
        [
            $"{r.Scored:N0} items of {r.Project} scored, {r.Least:G3} to {r.Most:G3} nats{(r.TooLong > 0 ? $"; {r.TooLong:N0} pairs are longer than a model's positions and keep the score they had" : "")}",
            .. r.Selection == Selection.Active ? Array.Empty<string>() : [$"the project's selection is '{r.Selection.ToString().ToLowerInvariant()}': scores count where it is 'active' (the project's settings)"],
        ]));
        return command;
    }

    private static async Task<Result> RunAsync(FeedbackStore store, string? name, string[] models, CancellationToken cancel)
    {
        var project = Of(await store.Projects.ListAsync(cancel), name);
        var scores = models.Length > 0 ? await SelectionStage.ByModelsAsync(store.Log, models, cancel) : await SelectionStage.ByAnswersAsync(store.Log, cancel);
        var set = await store.Queue.ScoreAsync(project.Id, scores.ByItem);
        var values = scores.ByItem.Values.DefaultIfEmpty(0).ToList();
        return new Result(project.Id, project.Selection, set, values.Min(), values.Max(), scores.TooLong);
    }

    private static FeedbackProject Of(IReadOnlyList<FeedbackProject> projects, string? name)
    {
        if (name is null && projects.Count == 1) return projects[0];
        return projects.FirstOrDefault(p => p.Id == name) ?? throw new RecipeException("command line", [new Problem("--project",
            name is null ? "is not given" : $"the record has no project '{name}'", projects.Count == 0 ? "the record has no project; 'heed label --items FILE' makes one" : $"expected one of {string.Join(", ", projects.Select(p => p.Id))}")]);
    }

    /// <param name="Scored">Items of the queue that have a new score.</param>
    /// <param name="Least">The least score, nats.</param>
    private sealed record Result(string Project, Selection Selection, int Scored, double Least, double Most, int TooLong);
}
