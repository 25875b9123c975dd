using CsCheck;
using Heed.Models.Numerics;
using Xunit;

namespace Heed.Models.Tests.Numerics;

public sealed class ThreadTeamTests
{
    [Fact]
    public void Every_item_is_visited_once() => Gen.Select(Gen.Int[0, 1000], Gen.Int[1, 100]).Sample((count, grain) =>
    {
        var visits = new int[count];
        ThreadTeam.For(count, grain, (_, low, high) =>
        {
            for (var i = low; i < high; i++) Interlocked.Increment(ref visits[i]);
        });
        Assert.All(visits, v => Assert.Equal(1, v));
    }, iter: 200, threads: 1);

    [Fact]
    public void An_exception_in_a_body_comes_out_of_the_call()
    {
        var thrown = Assert.Throws<InvalidDataException>(() => ThreadTeam.For(100, 1, (_, low, high) =>
        {
            if (high == 100) throw new InvalidDataException("the last part");
        }));
        Assert.Equal("the last part", thrown.Message);
        var sum = 0L;
        ThreadTeam.For(10, 1, (_, low, high) => Interlocked.Add(ref sum, high - low)); // the team works on
        Assert.Equal(10, sum);
    }

    [Fact]
    public void Callers_on_several_threads_do_not_disturb_each_other()
    {
        var sums = new long[4];
        Parallel.For(0, sums.Length, caller =>
        {
            for (var round = 0; round < 2000; round++)
                ThreadTeam.For(64, 1, (_, low, high) => Interlocked.Add(ref sums[caller], high - low));
        });
        Assert.All(sums, sum => Assert.Equal(64 * 2000, sum));
    }

    [Fact]
    public void A_loop_inside_a_part_runs_whole_in_that_part()
    {
        var sum = 0L;
        ThreadTeam.For(8, 1, (_, low, high) =>
        {
            for (var i = low; i < high; i++) ThreadTeam.For(10, 1, (_, from, to) => Interlocked.Add(ref sum, to - from));
        });
        Assert.Equal(80, sum);
    }

    [Fact]
    public void Work_goes_on_where_every_processor_is_busy_with_something_else()
    {
        var stopped = false;
        var others = Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            while (!Volatile.Read(ref stopped)) Thread.SpinWait(100);
        })).ToList();
        others.ForEach(t => t.Start());
        var sum = 0L;
        for (var round = 0; round < 500; round++) ThreadTeam.For(16, 1, (_, low, high) => Interlocked.Add(ref sum, high - low));
        Volatile.Write(ref stopped, true);
        others.ForEach(t => t.Join());
        Assert.Equal(16 * 500, sum);
    }

    [Fact]
    public void No_threads_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => ThreadTeam.Threads = 0);
}
