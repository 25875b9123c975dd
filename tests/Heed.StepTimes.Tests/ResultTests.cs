using Heed.StepTimes.Results;
using Heed.Testing;
using Xunit;

namespace Heed.StepTimes.Tests;

public sealed class ResultTests
{
    private static BenchRow Row(double value, Better better = Better.Higher) => new("training", value, 0.8, "ratio", better, "here");

    [Fact]
    public void A_goal_is_reached_from_the_side_that_is_better()
    {
        Assert.True(Row(0.8).Reached());
        Assert.False(Row(0.79).Reached());
        Assert.True(Row(0.7, Better.Lower).Reached());
        Assert.False(Row(double.NaN).Reached());
    }

    [Fact]
    public void The_last_value_of_a_row_on_this_machine_and_in_this_mode_is_found_again()
    {
        using var folder = new TemporaryFolder();
        var results = new ResultFolder(folder.File("results"));
        Assert.Empty(results.Last("here", quick: false));
        BenchResult Session(int minute, string machine, bool quick, double value) => new(new DateTimeOffset(2026, 1, 1, 0, minute, 0, TimeSpan.Zero), "c0ffee", machine, quick, [Row(value)]);
        foreach (var session in new[] { Session(2, "here", false, 2), Session(1, "here", false, 1), Session(3, "there", false, 3), Session(4, "here", true, 4) }) results.Keep(session);
        Assert.Equal(2, results.Last("here", quick: false)["training"].Value);
    }

    [Fact]
    public void The_table_says_what_is_short_and_what_changed()
    {
        var lines = ResultTable.Lines([Row(0.6)], new Dictionary<string, BenchRow> { ["training"] = Row(0.5) }).ToList();
        Assert.Matches(@"^training\s+0\.6\s+≥ 0\.8\s+short\s+0\.5\s+\+20%\s+ratio$", lines[1]);
    }

    [Fact]
    public void Names_of_rows_are_there_once() => Assert.Equal(Measurements.All.Count, Measurements.All.DistinctBy(m => m.Name).Count());

    [Fact]
    public void A_row_that_cannot_run_is_named_and_left_out()
    {
        using var log = new StringWriter();
        var rows = new Bench(new BenchMachine("here", 1, BFloat16: false), TimeProvider.System, log).Run([new Impossible()], quick: true, only: null, TestContext.Current.CancellationToken);
        Assert.Empty(rows);
        Assert.Contains("impossible: left out: no such machine", log.ToString());
    }

    private sealed class Impossible : Measurement
    {
        public override string Name => "impossible";

        public override double Goal(BenchMachine machine) => 1;

        public override string? Missing(Session session) => "no such machine";

        public override double Measure(Session session) => throw new InvalidOperationException("was measured");
    }
}
