using System.Net;
using Heed.Feedback.Events;
using Heed.Feedback.Store.Tests.Servers;
using Heed.Labelling.Accounts;
using Npgsql;
using Xunit;

namespace Heed.Labelling.Tests.Http;

/// <summary>The site over a real PostgreSQL server.</summary>
public sealed class PostgresTests
{
    [Fact]
    public async Task Nothing_in_the_tables_files_names_who_was_erased()
    {
        using var database = TestServer.Postgres.NewDatabase();
        await using var site = await Site.StartAsync(o => o with { Database = database.Address });
        await site.AddAsync("main", Sample.Pairs(2));
        using var manager = await site.PersonAsync("main", ProjectRole.Manager);
        using var person = await site.PersonAsync("main");
        var raters = await site.Store.Raters.ListAsync(TestContext.Current.CancellationToken);
        Assert.True(await FilesNameAsync(database.Address, manager.Name));
        await manager.PostFormAsync($"/manage/main/raters/{raters[1].Id}/pause", new() { ["reason"] = "rule 3" });
        await manager.PostFormAsync("/account/erase", []);
        foreach (var name in new[] { manager.Name, raters[0].Id }) Assert.False(await FilesNameAsync(database.Address, name), name);
        Assert.True(await FilesNameAsync(database.Address, raters[1].Id));
    }

    /// <summary>Whether a file of a table holds some bytes.</summary>
    private static async Task<bool> FilesNameAsync(string address, string words)
    {
        var uri = new Uri(address);
        await using var connection = new NpgsqlConnection($"Host={uri.Host};Port={uri.Port};Username=heed;Database={uri.AbsolutePath[1..]};Pooling=false");
        await connection.OpenAsync();
        await using var checkpoint = new NpgsqlCommand("CHECKPOINT", connection);
        await checkpoint.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand("SELECT COALESCE(bool_or(position(convert_to($1, 'UTF8') IN pg_read_binary_file(pg_relation_filepath(c.oid))) > 0), false) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 't') AND n.nspname IN ('public', 'pg_toast') AND pg_relation_size(c.oid) > 0", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = words });
        return (bool)(await command.ExecuteScalarAsync())!;
    }

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
