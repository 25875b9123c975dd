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
    public void No_threads_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => ThreadTeam.Threads = 0);
}
