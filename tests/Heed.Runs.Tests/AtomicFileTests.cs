using Heed.Testing;
using Xunit;

namespace Heed.Runs.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_write_replaces_the_file()
    {
        AtomicFile.WriteText(_folder.File("a.txt"), "one");
        AtomicFile.WriteText(_folder.File("a.txt"), "two");
        Assert.Equal("two", File.ReadAllText(_folder.File("a.txt")));
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_nothing_else()
    {
        AtomicFile.WriteText(_folder.File("a.txt"), "one");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(_folder.File("a.txt"), stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException("stop");
        }));
        Assert.Equal("one", File.ReadAllText(_folder.File("a.txt")));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Threads_that_write_the_same_file_do_not_disturb_each_other()
    {
        Parallel.For(0, 20, i => AtomicFile.WriteText(_folder.File("a.txt"), new string((char)('a' + i), 10_000)));
        Assert.Single(File.ReadAllText(_folder.File("a.txt")).Distinct());
    }

    /// <summary>/dev/full answers every write with "no space left on device".</summary>
    [Fact]
    public void A_full_disk_is_one_clear_error()
    {
        using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        var problem = Assert.Throws<OutOfSpaceException>(() => OutOfSpace.Guard("weights.bin", () => full.Write("x"u8)));
        Assert.Equal(ExitCode.Resources, problem.ExitCode);
        Assert.Contains("weights.bin", problem.Message);
    }
}
