using Heed.Feedback.Store.Tests.Servers;
using Heed.LabellingLoad;
using Xunit;

namespace Heed.EndToEnd.Tests;

/// <summary>The labelling site as a process of its own, asked over HTTP by many, and killed again and again.</summary>
[Trait("Kind", "Long")]
public sealed class LabellingLoadTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Fifty_raters_and_twenty_kills_lose_no_acknowledged_answer_and_give_every_item_exactly_three_raters(bool postgres)
    {
        using var database = postgres ? TestServer.Postgres.NewDatabase() : null;
        var result = await new Load
        {
            Heed = Path.Combine(AppContext.BaseDirectory, "heed.dll"),
            Database = database?.Address,
            Raters = 50,
            Items = 2000,
            Overlap = 3,
            Pause = TimeSpan.FromMilliseconds(300),
            Trouble = true,
            Kills = 20,
        }.RunAsync(TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper!.WriteLine($"{result}");
        Assert.Equal(20, result.Kills);
        Assert.Equal((0, 0, 0, 0), (result.Check.Lost, result.Check.Twice, result.Check.Unacknowledged, result.Check.WrongItems));
        Assert.Equal(6000, result.Check.Answers - result.Check.Surplus);
    }
}
