using System.Net;
using Heed.Feedback.Events;
using Heed.Feedback.Store.Tests.Servers;
using Xunit;

namespace Heed.Labelling.Tests.Http;

/// <summary>The site over a real PostgreSQL server.</summary>
public sealed class PostgresTests
{
    [Fact]
    public async Task Two_processes_over_one_database_are_one_site()
    {
        using var database = TestServer.Postgres.NewDatabase();
        await using var one = await Site.StartAsync(o => o with { Database = database.Address });
        await using var other = await Site.StartAsync(o => o with { Database = database.Address });
        await one.AddAsync("main", Sample.Pairs(2));
        using var person = await one.PersonAsync("main");
        var assignment = Visitor.Assignment(await person.PageAsync("/p/main"));

        // The cookie of one opens the other: they share their keys.
        var there = new Uri(other.Address);
        var page = await (await person.Client.GetAsync(new Uri(there, "/p/main"))).Content.ReadAsStringAsync();
        Assert.Equal(assignment, Visitor.Assignment(page));
        var answer = await person.SendAsync(HttpMethod.Post, new Uri(there, "/p/main/answers").ToString(), new { assignment, key = "k", fields = new Dictionary<string, string[]> { ["choice"] = ["3"] } });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        using var program = await other.ProgramAsync("main");
        Assert.True((await program.GetAsync("/api/v1/me")).IsSuccessStatusCode);
        var answers = 0;
        await foreach (var happened in one.Store.Log.ReadAsync()) answers += happened.Event is Answered ? 1 : 0;
        Assert.Equal(1, answers);
    }
}
