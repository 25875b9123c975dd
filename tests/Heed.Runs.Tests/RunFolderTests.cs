using System.Text.Json.Nodes;
using Heed.Runs.Tests.Processes;
using Heed.Testing;
using Xunit;

namespace Heed.Runs.Tests;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Run => _folder.File("run");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_run_says_what_it_is_and_where_it_was_made()
    {
        ToyTraining.Open(Run, resume: false).Dispose();
        Assert.Equal("toy", (string?)Json("run.json")["kind"]);
        Assert.Equal(Environment.ProcessorCount, (int)Json("machine.json")["cores"]!);
        Assert.StartsWith(".NET 10", (string?)Json("versions.json")["dotnet"]);
        Assert.Equal(new ToyRecipe(), Recipe.Load<ToyRecipe>(Path.Combine(Run, "recipe.yaml"), []));
        Assert.Equal(Environment.ProcessId, Journal.Read(Path.Combine(Run, "starts.jsonl")).Single().Number("process"));
    }

    [Fact]
    public void A_run_in_a_git_checkout_names_its_commit()
    {
        const string commit = "0123456789abcdef0123456789abcdef01234567";
        _folder.Write(".git/HEAD", "ref: refs/heads/main\n");
        _folder.Write(".git/packed-refs", $"# pack-refs with: peeled\nfedcba9876543210fedcba9876543210fedcba98 refs/heads/other\n{commit} refs/heads/main\n");
        ToyTraining.Open(Run, resume: false).Dispose();
        Assert.Equal(commit, (string?)Json("versions.json")["commit"]);
    }

    [Fact]
    public void A_run_in_a_git_work_tree_names_its_commit()
    {
        const string commit = "0123456789abcdef0123456789abcdef01234567";
        _folder.Write(".git", "gitdir: main/.git/worktrees/w\n");
        _folder.Write("main/.git/worktrees/w/HEAD", "ref: refs/heads/side\n");
        _folder.Write("main/.git/worktrees/w/commondir", "../..\n");
        _folder.Write("main/.git/refs/heads/side", commit + "\n");
        ToyTraining.Open(Run, resume: false).Dispose();
        Assert.Equal(commit, (string?)Json("versions.json")["commit"]);
    }

    [Fact]
    public void Opening_a_run_anew_asks_for_resume_or_another_folder()
    {
        ToyTraining.Open(Run, resume: false).Dispose();
        var problem = Assert.Throws<RunException>(() => ToyTraining.Open(Run, resume: false));
        Assert.Contains("already holds a run (toy", problem.Message);
        Assert.Contains("--resume", problem.Message);
        Assert.Equal(ExitCode.Run, problem.ExitCode);
    }

    [Fact]
    public void Files_of_somebody_else_are_not_overwritten()
    {
        _folder.Write("run/recipe.yaml", "mine");
        Assert.Contains("holds recipe.yaml but no run.json", Assert.Throws<RunException>(() => ToyTraining.Open(Run, resume: true)).Message);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Run, "recipe.yaml")));
    }

    [Fact]
    public void Resuming_where_there_is_no_run_begins_one()
    {
        using var run = ToyTraining.Open(Run, resume: true);
        Assert.Null(run.ResumeFrom);
    }

    [Fact]
    public void Another_kind_of_run_is_not_resumed()
    {
        ToyTraining.Open(Run, resume: false).Dispose();
        Assert.Contains("holds a run of toy, expected one of sft", Assert.Throws<RunException>(
            () => RunFolder.Open(Run, new RunOptions { Kind = "sft", Recipe = new ToyRecipe(), Resume = true })).Message);
    }

    [Fact]
    public void A_changed_recipe_is_not_resumed_and_the_message_names_the_keys()
    {
        ToyTraining.Open(Run, resume: false).Dispose();
        var problem = Assert.Throws<RunException>(() => ToyTraining.Open(Run, resume: true, new ToyRecipe { LearningRate = 0.2, Save = new() { Every = 9 } }));
        Assert.Contains("learning_rate: 0.1 became 0.2", problem.Message);
        Assert.DoesNotContain("every", problem.Message);
    }

    [Fact]
    public void Keys_that_do_not_change_what_is_computed_may_change_on_resume()
    {
        ToyTraining.Open(Run, resume: false).Dispose();
        ToyTraining.Open(Run, resume: true, new ToyRecipe { Save = new() { Every = 9, KeepLast = 4 } }).Dispose();
        Assert.Equal(9, Recipe.Load<ToyRecipe>(Path.Combine(Run, "recipe.yaml"), []).Save.Every);
    }

    [Fact]
    public void Journal_and_events_are_cut_to_the_checkpoint_on_resume()
    {
        using (var run = ToyTraining.Open(Run, resume: false))
            for (var step = 1; step <= 10; step++)
            {
                run.Record("step", step, new Dictionary<string, double> { ["loss"] = step });
                if (step == 6) run.Checkpoints.Save(step, folder => File.WriteAllText(Path.Combine(folder, "w"), "x"));
            }
        using var again = ToyTraining.Open(Run, resume: true);
        Assert.Equal(6, Checkpoints.StepOf(again.ResumeFrom!));
        Assert.Equal(6, Journal.Read(again.Journal.Path).Max(e => e.Step));
        Assert.Equal(6, TensorBoardWriter.Read(Path.Combine(Run, "events.tfevents")).Max(e => e.Step));
    }

    [Fact]
    public void A_report_goes_to_the_journal_and_to_the_events()
    {
        using var run = ToyTraining.Open(Run, resume: false);
        run.Record("evaluation", 3, new Dictionary<string, double> { ["loss"] = 2.5 });
        Assert.Equal(2.5, Journal.Read(run.Journal.Path).Single().Number("loss"));
        Assert.Equal((3, "evaluation/loss", 2.5f), TensorBoardWriter.Read(Path.Combine(Run, "events.tfevents")).Single());
    }

    [Fact]
    public void A_stopped_run_says_how_to_go_on_and_does()
    {
        var stopped = Assert.Throws<StoppedException>(() => ToyTraining.Run(Run, 5, stopAtOnce: true));
        Assert.Equal((1, ExitCode.Cancelled), (stopped.Step, stopped.ExitCode));
        Assert.Contains("--resume", stopped.Message);
        ToyTraining.Run(Run, 5);
        Assert.Equal([1L, 2, 3, 4, 5], Journal.Read(Path.Combine(Run, "journal.jsonl")).Where(e => e.Kind == "step").Select(e => e.Step!.Value));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_one_clear_error()
    {
        _folder.Write("file", "x");
        Assert.Contains("cannot be made", Assert.Throws<RunException>(() => ToyTraining.Open(_folder.File("file/run"), resume: false)).Message);
    }

    private JsonObject Json(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Run, file)))!.AsObject();
}
