using Heed.Testing;
using Xunit;

namespace Heed.Runs.Tests;

public sealed class CheckpointsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_last_few_and_the_best_are_kept()
    {
        var checkpoints = Create(new SaveOptions { KeepLast = 2 });
        double[] scores = [5, 1, 3, 4, 2];
        for (var i = 0; i < scores.Length; i++) checkpoints.Save(i + 1, Write, scores[i]);
        Assert.Equal([2L, 4, 5], checkpoints.All().Select(c => c.Step));
        Assert.EndsWith("step-00000005", checkpoints.Latest());
        Assert.EndsWith("step-00000002", checkpoints.Best());
    }

    [Fact]
    public void The_best_can_be_the_highest()
    {
        var checkpoints = Create(new SaveOptions { KeepLast = 1 }, ScoreOrder.HigherIsBetter);
        foreach (var (step, score) in ((long, double)[])[(1, 1), (2, 5), (3, 2), (4, 3)]) checkpoints.Save(step, Write, score);
        Assert.Equal([2L, 4], checkpoints.All().Select(c => c.Step));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void A_checkpoint_without_a_finite_score_is_never_the_best(double? score)
    {
        var checkpoints = Create(new SaveOptions { KeepLast = 1 });
        checkpoints.Save(1, Write, 3);
        checkpoints.Save(2, Write, score);
        Assert.EndsWith("step-00000001", checkpoints.Best());
    }

    [Fact]
    public void Without_keeping_the_best_only_the_last_stay()
    {
        var checkpoints = Create(new SaveOptions { KeepLast = 1, KeepBest = false });
        for (var step = 1; step <= 3; step++) checkpoints.Save(step, Write, step);
        Assert.Equal([3L], checkpoints.All().Select(c => c.Step));
    }

    [Fact]
    public void There_is_no_latest_and_no_best_before_the_first()
    {
        Assert.Null(Create().Latest());
        Assert.Null(Create().Best());
    }

    [Fact]
    public void A_save_that_fails_leaves_the_checkpoints_before_it_and_nothing_else()
    {
        var checkpoints = Create();
        checkpoints.Save(1, Write);
        Assert.Throws<InvalidOperationException>(() => checkpoints.Save(2, folder =>
        {
            Write(folder);
            throw new InvalidOperationException("stop");
        }));
        Assert.EndsWith("step-00000001", Assert.Single(Directory.GetDirectories(_folder.Path)));
    }

    [Fact]
    public void A_full_disk_while_saving_leaves_the_checkpoints_before_it()
    {
        var checkpoints = Create();
        checkpoints.Save(1, Write);
        var problem = Assert.Throws<OutOfSpaceException>(() => checkpoints.Save(2, folder =>
        {
            File.CreateSymbolicLink(Path.Combine(folder, "full"), "/dev/full");
            using var full = new FileStream(Path.Combine(folder, "full"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            full.Write("x"u8);
        }));
        Assert.Contains("step-00000002", problem.Message);
        Assert.EndsWith("step-00000001", checkpoints.Latest());
    }

    [Fact]
    public void A_cut_file_is_named_with_what_was_expected_and_found()
    {
        var checkpoint = Saved();
        using (var file = File.OpenWrite(Path.Combine(checkpoint, "below", "weights.bin"))) file.SetLength(500);
        var problem = Assert.Throws<CheckpointException>(() => Create().Latest());
        Assert.Contains("below/weights.bin: expected 1000 bytes, found 500", problem.Message);
        Assert.Contains($"Delete {checkpoint}", problem.Message);
    }

    [Fact]
    public void A_changed_byte_is_found()
    {
        var file = Path.Combine(Saved(), "below", "weights.bin");
        var bytes = File.ReadAllBytes(file);
        bytes[700] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Contains("weights.bin: expected content with SHA-256", Assert.Throws<CheckpointException>(() => Create().Latest()).Message);
    }

    [Fact]
    public void A_missing_file_is_found()
    {
        File.Delete(Path.Combine(Saved(), "below", "weights.bin"));
        Assert.Contains("expected 1000 bytes, found no file", Assert.Throws<CheckpointException>(() => Create().Latest()).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"step\": 4")]
    [InlineData(null)]
    public void A_manifest_that_is_cut_or_missing_is_found(string? text)
    {
        var file = Path.Combine(Saved(), "complete.json");
        if (text is null) File.Delete(file);
        else File.WriteAllText(file, text);
        Assert.Contains("complete.json", Assert.Throws<CheckpointException>(() => Create().Latest()).Message);
    }

    [Fact]
    public void After_a_damaged_checkpoint_is_deleted_the_one_before_is_the_latest()
    {
        var checkpoints = Create();
        checkpoints.Save(1, Write);
        Directory.Delete(Saved(), recursive: true);
        Assert.EndsWith("step-00000001", checkpoints.Latest());
    }

    [Fact]
    public void Saving_a_step_again_replaces_it()
    {
        var checkpoints = Create();
        checkpoints.Save(4, Write);
        checkpoints.Save(4, folder => File.WriteAllText(Path.Combine(folder, "other"), "x"));
        Assert.True(File.Exists(Path.Combine(checkpoints.Latest()!, "other")));
        Assert.False(Directory.Exists(Path.Combine(checkpoints.Latest()!, "below")));
    }

    [Fact]
    public void Half_written_folders_of_a_killed_process_are_cleaned_away()
    {
        _folder.Write(".unfinished-9/weights.bin", "half");
        var checkpoints = Create();
        checkpoints.CleanUp();
        Assert.Empty(Directory.GetDirectories(_folder.Path));
    }

    [Fact]
    public void The_journal_is_on_disk_before_a_checkpoint_is()
    {
        var order = new List<string>();
        new Checkpoints(_folder.Path, new SaveOptions(), ScoreOrder.LowerIsBetter, () => { order.Add("journal"); return new Dictionary<string, long>(); }).Save(1, _ => order.Add("checkpoint"));
        Assert.Equal(["journal", "checkpoint"], order);
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(101, true)]
    [InlineData(150, true)]
    public void A_checkpoint_is_due_every_few_steps_and_at_the_end(long step, bool odd) =>
        Assert.Equal(!odd || step == 150, new SaveOptions { Every = 100 }.Due(step, lastStep: 150));

    private Checkpoints Create(SaveOptions? options = null, ScoreOrder order = ScoreOrder.LowerIsBetter) => new(_folder.Path, options ?? new(), order);

    private string Saved()
    {
        var checkpoints = Create();
        checkpoints.Save(4, Write);
        return checkpoints.Latest()!;
    }

    private static void Write(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "below"));
        File.WriteAllBytes(Path.Combine(folder, "below", "weights.bin"), new byte[1000]);
    }
}
