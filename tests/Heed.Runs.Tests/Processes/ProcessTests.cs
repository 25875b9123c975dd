using Heed.Testing;
using Xunit;

namespace Heed.Runs.Tests.Processes;

public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Run => _folder.File("run");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_in_use_by_another_process_is_refused_with_its_number()
    {
        using var child = ChildProcess.Start("hold", Run);
        Assert.Equal("held", child.ReadLine());
        var problem = Assert.Throws<RunException>(() => ToyTraining.Open(Run, resume: true));
        Assert.Contains($"is in use by process {child.Id}", problem.Message);
        Assert.True(new RunList(_folder.Path).Show("run").InUse);
    }

    [Fact]
    public void The_lock_goes_with_a_killed_process()
    {
        using (var child = ChildProcess.Start("hold", Run))
        {
            Assert.Equal("held", child.ReadLine());
            Assert.True(child.Kill());
        }
        Assert.False(new RunList(_folder.Path).Show("run").InUse);
        ToyTraining.Open(Run, resume: true).Dispose();
    }

    [Fact]
    public void A_run_killed_at_random_moments_ends_like_one_never_interrupted()
    {
        const int steps = 150;
        ToyTraining.Run(_folder.File("whole"), steps);
        var random = new SeededRandom(5, "kills");
        var kills = 0;
        while (kills < 4)
        {
            using var child = ChildProcess.Start("train", Run, $"{steps}");
            Assert.Equal("began", child.ReadLine());
            if (!child.Kill(TimeSpan.FromMilliseconds(random.Next(20, 150)))) break;
            kills++;
        }
        Assert.InRange(kills, 2, 4);
        ToyTraining.Run(Run, steps);
        Assert.Equal(Lines(_folder.File("whole")), Lines(Run));
        foreach (var file in (string[])["state.json", "ballast.bin"])
            Assert.Equal(File.ReadAllBytes(Last(_folder.File("whole"), file)), File.ReadAllBytes(Last(Run, file)));
        Assert.Equal(
            Directory.GetDirectories(_folder.File("whole/checkpoints")).Select(Path.GetFileName).Order(),
            Directory.GetDirectories(_folder.File("run/checkpoints")).Select(Path.GetFileName).Order());
    }

    /// <summary>The limit lets the journal grow on but not the checkpoint of step 63 and later: 1,000 bytes a step.</summary>
    [Fact]
    public void A_limit_on_file_sizes_is_one_clear_error_and_what_was_written_stays_valid()
    {
        using var child = ChildProcess.Start("fill", Run, "60000");
        var (exitCode, output) = child.Wait();
        Assert.Equal((int)ExitCode.Resources, exitCode);
        Assert.Contains("no space left to write", output);
        Assert.Contains("step-00000063", output);
        using var run = ToyTraining.Open(Run, resume: true, new ToyRecipe { Steps = 1000 });
        Assert.Equal(56, Checkpoints.StepOf(run.ResumeFrom!));
        Assert.Equal(56, Journal.Read(run.Journal.Path).Max(e => e.Step));
        Assert.DoesNotContain(Directory.GetDirectories(run.Checkpoints.Folder), d => Path.GetFileName(d).StartsWith('.'));
    }

    [Fact]
    public void A_journal_that_can_grow_no_more_keeps_its_whole_lines()
    {
        var file = _folder.File("journal.jsonl");
        using var child = ChildProcess.Start("append", file, "5000");
        var (exitCode, output) = child.Wait();
        Assert.Equal((int)ExitCode.Resources, exitCode);
        Assert.Contains(file, output);
        Assert.InRange(Journal.Read(file).Count(), 50, 100);
        Assert.Equal('\n', File.ReadAllText(file)[^1]);
    }

    private static string Last(string run, string file) => Path.Combine(run, "checkpoints", "step-00000150", file);

    private static IEnumerable<string> Lines(string run) => Journal.Read(Path.Combine(run, "journal.jsonl")).Select(e => $"{e.Kind} {e.Step} {e.Values.ToJsonString()}");
}
