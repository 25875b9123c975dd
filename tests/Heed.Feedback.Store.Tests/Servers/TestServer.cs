namespace Heed.Feedback.Store.Tests.Servers;

/// <summary>Where a test's databases are: each suite runs on every server.</summary>
public abstract class TestServer
{
    public static readonly TestServer Sqlite = new SqliteServer(), Postgres = new PostgresServer("-c fsync=off -c full_page_writes=off");

    /// <summary>A server that writes through to the disk, for what is measured; the others need not survive a power cut.</summary>
    public static readonly TestServer DurablePostgres = new PostgresServer("");

    /// <summary>A database that nobody used; skips the test where the server cannot be had.</summary>
    public abstract TestDatabase NewDatabase();
}

/// <summary>A database of one test.</summary>
/// <param name="Address">What a store is opened by.</param>
public sealed record TestDatabase(string Address, Action Drop) : IDisposable
{
    public void Dispose() => Drop();
}
