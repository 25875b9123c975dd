using Heed.Testing;
using Xunit;

namespace Heed.Runs.Tests;

public sealed class ProgressTests
{
    private readonly FixedClock _clock = new();
    private readonly StringWriter _text = new() { NewLine = "\n" };

    [Fact]
    public void Plain_progress_is_a_line_every_five_seconds_and_one_at_the_end()
    {
        using (var task = Start(ProgressStyle.Plain, total: 100))
            for (var step = 1; step <= 100; step++) Step(task, step, seconds: 0.12, note: $"loss {step}");
        Assert.Equal(
            """
            train   42 %  42/100 steps  8.33 steps/s  0:07 left  loss 42
            train   84 %  84/100 steps  8.33 steps/s  0:02 left  loss 84
            train  done: 100/100 steps in 0:12  8.33 steps/s  loss 100

            """, _text.ToString());
    }

    [Fact]
    public void Live_progress_writes_over_one_line()
    {
        using (var task = Start(ProgressStyle.Live, total: 4))
            for (var step = 1; step <= 4; step++) Step(task, step, seconds: 0.5, note: step == 1 ? "a long note" : "");
        var parts = _text.ToString().Split('\r');
        Assert.Equal(6, parts.Length); // what stands before the first return, four steps, the end
        Assert.Equal("train   25 %  1/4 steps  2 steps/s  0:02 left  a long note", parts[1]);
        Assert.Equal(parts[1].Length, parts[2].Length);
        Assert.Equal("train  done: 4/4 steps in 0:02  2 steps/s", parts[5].TrimEnd());
    }

    [Fact]
    public void A_live_line_stays_within_the_terminal()
    {
        using (var task = new Progress(_text, _clock, ProgressStyle.Live, width: 30).Begin("train", 10)) Step(task, 1, 1, new string('x', 100));
        Assert.All(_text.ToString().Split('\r', '\n'), line => Assert.True(line.Length < 30));
    }

    [Fact]
    public void A_live_line_is_written_at_most_ten_times_a_second()
    {
        using (var task = Start(ProgressStyle.Live, total: 1000))
            for (var step = 1; step <= 1000; step++) Step(task, step, seconds: 0.001);
        Assert.InRange(_text.ToString().Count(c => c == '\r'), 9, 12);
    }

    [Fact]
    public void Work_that_stops_early_says_so()
    {
        using (var task = Start(ProgressStyle.Plain, total: 100)) Step(task, 30, seconds: 2);
        Assert.Equal("train  stopped at 30/100 steps in 0:02  15 steps/s\n", _text.ToString());
    }

    [Fact]
    public void Steps_of_the_run_before_do_not_count_in_the_rate()
    {
        using (var task = new Progress(_text, _clock, ProgressStyle.Plain).Begin("train", 100, done: 90)) Step(task, 100, seconds: 2);
        Assert.Equal("train  done: 100/100 steps in 0:02  5 steps/s\n", _text.ToString());
    }

    [Fact]
    public void Where_the_end_is_not_known_only_count_and_rate_are_shown()
    {
        using (var task = new Progress(_text, _clock, ProgressStyle.Plain).Begin("read", 0, "records")) Step(task, 12_000, seconds: 6);
        Assert.StartsWith("read  12,000 records  2,000 records/s\n", _text.ToString());
    }

    [Fact]
    public void Quiet_progress_writes_nothing()
    {
        using (var task = Start(ProgressStyle.Quiet, total: 10)) Step(task, 5, seconds: 60);
        Assert.Empty(_text.ToString());
    }

    [Fact]
    public void The_rate_follows_a_change_of_pace()
    {
        using var task = Start(ProgressStyle.Plain, total: 10_000);
        for (var step = 1; step <= 100; step++) Step(task, step, seconds: 1);
        for (var step = 101; step <= 1000; step++) Step(task, step, seconds: 0.1);
        Assert.Contains("9.9", _text.ToString().TrimEnd().Split('\n')[^1]);
    }

    [Fact]
    public void Figures_stand_at_the_end_of_the_line()
    {
        using (var task = Start(ProgressStyle.Plain, total: 10)) task.Report(10, new Dictionary<string, double> { ["loss"] = 2.34567, ["kl"] = 0.1 });
        Assert.EndsWith("loss 2.346  kl 0.1\n", _text.ToString());
    }

    private ProgressTask Start(ProgressStyle style, long total) => new Progress(_text, _clock, style).Begin("train", total);

    private void Step(ProgressTask task, long done, double seconds, string note = "")
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        task.Report(done, note);
    }
}
