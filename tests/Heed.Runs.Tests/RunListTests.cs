using Heed.Runs.Tests.Processes;
using Heed.Testing;
using Xunit;

namespace Heed.Runs.Tests;

public sealed class RunListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private RunList List => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Runs_are_listed_with_kind_steps_figures_and_size()
    {
        ToyTraining.Run(_folder.File("a"), 20);
        var run = Assert.Single(List.All());
        Assert.Equal(("a", "toy", 20L, false), (run.Name, run.Kind, run.LastStep, run.InUse));
        Assert.NotNull(run.Finished);
        Assert.True(run.Figures.ContainsKey("walk"));
        Assert.InRange(run.Bytes, 20_000, 200_000);
    }

    [Fact]
    public void A_run_under_way_is_listed_with_its_last_figures()
    {
        using var open = ToyTraining.Open(_folder.File("a"), resume: false);
        open.Record("step", 1, new Dictionary<string, double> { ["loss"] = 3 });
        open.Record("step", 2, new Dictionary<string, double> { ["loss"] = 2.5 });
        var run = List.Show("a");
        Assert.Equal((2L, 2.5, null, true), (run.LastStep, run.Figures["loss"], run.Finished, run.InUse));
    }

    [Fact]
    public void Runs_inside_others_are_listed_and_other_folders_are_not()
    {
        ToyTraining.Open(_folder.File("round"), resume: false).Dispose();
        ToyTraining.Open(_folder.File("round/pretrain"), resume: false).Dispose();
        _folder.Write("notes/readme.txt", "x");
        Assert.Equal(["round", "round/pretrain"], List.All().Select(r => r.Name).Order());
    }

    [Fact]
    public void A_root_that_does_not_exist_holds_no_runs() => Assert.Empty(new RunList(_folder.File("nothing")).All());

    [Fact]
    public void An_unknown_run_is_named_with_the_nearest()
    {
        ToyTraining.Open(_folder.File("pretrain"), resume: false).Dispose();
        Assert.Contains("did you mean pretrain?", Assert.Throws<RunException>(() => List.Show("pretrian")).Message);
    }

    [Fact]
    public void A_comparison_shows_where_recipes_differ_and_all_figures()
    {
        Finish("a", new ToyRecipe(), ("loss", 2));
        Finish("b", new ToyRecipe { LearningRate = 0.2 }, ("loss", 1), ("kl", 3));
        var comparison = List.Compare(["a", "b"]);
        Assert.Equal(["0.1", "0.2"], Assert.Single(comparison.Recipes, r => r.Key == "learning_rate").Value);
        Assert.Single(comparison.Recipes);
        Assert.Equal([2.0, 1.0], comparison.Figures["loss"]);
        Assert.Equal([null, 3.0], comparison.Figures["kl"]);
    }

    [Fact]
    public void Pruning_deletes_nothing_before_it_is_carried_out()
    {
        ToyTraining.Run(_folder.File("a"), 20);
        var pruning = List.Prune([]);
        Assert.True(pruning.Bytes > 0);
        Assert.All(pruning.Checkpoints.Values.SelectMany(c => c), c => Assert.True(Directory.Exists(c.Folder)));
    }

    [Fact]
    public void Pruning_keeps_the_best_checkpoint_and_all_other_files()
    {
        ToyTraining.Run(_folder.File("a"), 40);
        var files = Directory.GetFiles(_folder.File("a")).Order().ToList();
        List.Prune(["a"]).CarryOut();
        var kept = Assert.Single(Directory.GetDirectories(_folder.File("a/checkpoints")));
        var walks = Journal.Read(_folder.File("a/journal.jsonl")).Where(e => e.Step % 7 == 0 || e.Step == 40).ToList();
        Assert.Equal(walks.MinBy(e => e.Number("walk"))!.Step, Checkpoints.StepOf(kept));
        Assert.Equal(files, Directory.GetFiles(_folder.File("a")).Order());
        Assert.Empty(List.Prune([]).Checkpoints);
    }

    [Fact]
    public void Runs_in_use_and_unfinished_ones_are_left_alone_with_the_reason()
    {
        using var open = ToyTraining.Open(_folder.File("a"), resume: false);
        ToyTraining.Open(_folder.File("b"), resume: false).Dispose();
        Assert.Equal(
            [("a", "a process works on it"), ("b", "it is not finished and can be resumed")],
            List.Prune([]).Skipped.Select(s => (s.Key.Name, s.Value)).OrderBy(s => s.Name));
    }

    private void Finish(string name, ToyRecipe recipe, params (string Name, double Value)[] figures)
    {
        using var run = ToyTraining.Open(_folder.File(name), resume: false, recipe);
        run.Finish(1, figures.ToDictionary(m => m.Name, m => m.Value));
    }
}
