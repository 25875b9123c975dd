using Heed.Testing;
using Xunit;

namespace Heed.Runs.Tests;

public sealed class JournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("journal.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Entries_come_back_as_they_were_written()
    {
        Write(j => j.Append("step", new Dictionary<string, object?> { ["loss"] = 2.5, ["step"] = 3, ["name"] = "ærø", ["none"] = null }));
        var entry = Assert.Single(Journal.Read(File));
        Assert.Equal(("step", 3L, 2.5), (entry.Kind, entry.Step, entry.Number("loss")));
        Assert.Equal("ærø", (string?)entry.Values["name"]);
        Assert.True(entry.Values.ContainsKey("none"));
        Assert.Equal(FixedClock.Start, entry.Time);
    }

    [Fact]
    public void A_line_begins_with_time_kind_and_step()
    {
        Write(j => j.Append("step", new Dictionary<string, object?> { ["loss"] = 2.5, ["step"] = 3 }));
        Assert.Equal("{\"time\":\"2030-01-02T03:04:05.000Z\",\"kind\":\"step\",\"step\":3,\"loss\":2.5}\n", System.IO.File.ReadAllText(File));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(0.1)]
    [InlineData(5e-324)]
    public void Numbers_keep_every_bit(double value)
    {
        Write(j => j.Append("x", new Dictionary<string, object?> { ["value"] = value }));
        Assert.Equal(value, Journal.Read(File).Single().Number("value"));
    }

    [Fact]
    public void Names_of_the_journals_own_are_refused() =>
        Assert.Throws<ArgumentException>(() => Write(j => j.Append("x", new Dictionary<string, object?> { ["time"] = 1 })));

    [Fact]
    public void A_torn_last_line_is_left_out_and_cut_off_before_the_next_entry()
    {
        Write(j => Steps(j, 1, 2));
        System.IO.File.AppendAllText(File, "{\"time\":\"2030-01-0");
        Assert.Equal(2, Journal.Read(File).Count());
        Write(j => Steps(j, 3, 3));
        Assert.Equal([1L, 2, 3], Journal.Read(File).Select(e => e.Step!.Value));
    }

    [Fact]
    public void A_broken_line_in_the_middle_is_an_error_with_its_number()
    {
        Write(j => Steps(j, 1, 1));
        System.IO.File.AppendAllText(File, "not json\n");
        AppendLine(3);
        var problem = Assert.Throws<RunException>(() => Journal.Read(File).Count());
        Assert.Contains("line 2", problem.Message);
    }

    [Fact]
    public void A_cut_keeps_what_stood_when_it_had_that_length()
    {
        Write(j =>
        {
            j.Append("begin", new Dictionary<string, object?>());
            Steps(j, 1, 3);
            var length = j.Length;
            Steps(j, 4, 6);
            j.Append("evaluation", new Dictionary<string, object?>());
            j.Cut(length);
            Steps(j, 4, 4);
        });
        Assert.Equal([null, 1L, 2, 3, 4], Journal.Read(File).Select(e => e.Step));
    }

    [Fact]
    public void A_cut_within_a_line_keeps_the_lines_before()
    {
        Write(j => { Steps(j, 1, 3); j.Cut(j.Length - 1); });
        Assert.Equal([1L, 2], Journal.Read(File).Select(e => e.Step!.Value));
    }

    [Fact]
    public void A_cut_to_nothing_empties_the_journal()
    {
        Write(j => { Steps(j, 1, 3); j.Cut(0); });
        Assert.Empty(Journal.Read(File));
    }

    [Fact]
    public void A_journal_in_use_can_be_read() => Write(j =>
    {
        Steps(j, 1, 5);
        Assert.Equal(5, Journal.Read(File).Count());
    });

    [Fact]
    public void Threads_may_append_at_the_same_time()
    {
        Write(j => Parallel.For(0, 200, i => Steps(j, i, i)));
        Assert.Equal(200, Journal.Read(File).Select(e => e.Step).Distinct().Count());
    }

    private void Write(Action<Journal> write)
    {
        using var journal = new Journal(File, new FixedClock());
        write(journal);
    }

    /// <summary>Appends a line as another program would, past a broken one.</summary>
    private void AppendLine(long step) =>
        System.IO.File.AppendAllText(File, $"{{\"time\":\"2030-01-02T03:04:05.000Z\",\"kind\":\"step\",\"step\":{step}}}\n");

    private static void Steps(Journal journal, long first, long last)
    {
        for (var step = first; step <= last; step++) journal.Append("step", new Dictionary<string, object?> { ["step"] = step });
    }
}
