using System.Data.Common;
using Heed.Feedback.Events;
using Microsoft.EntityFrameworkCore;

namespace Heed.Feedback.Store.Databases;

/// <summary>What differs between the servers; everything else is the same SQL on all.</summary>
internal abstract class Database
{
    private DbContextOptions<FeedbackContext>? _options;

    /// <summary>What messages call it; holds no password.</summary>
    public abstract string Name { get; }

    public DbContextOptions<FeedbackContext> Options => _options ??= Own();

    /// <summary>Makes a context use this database; its migrations are noted in a table of their own.</summary>
    public abstract void Configure(DbContextOptionsBuilder context, string history);

    public FeedbackContext Context() => new(Options);

    /// <summary>An open connection of the caller's own.</summary>
    public abstract DbConnection Connect();

    /// <summary>Begins a transaction that no other writer can be in at the same time.</summary>
    public abstract DbTransaction BeginAlone(DbConnection connection);

    /// <summary>The statement that reads the head of the chain, holding off writers of other processes until the commit.</summary>
    public abstract string ReadHead { get; }

    /// <summary>The name of a statement's parameter that the SQL text calls <c>$number</c>.</summary>
    public abstract string ParameterName(int number);

    /// <summary>Prepares an empty database; refuses one that is not ours.</summary>
    public abstract Task EnsureSchemaAsync(CancellationToken cancellation);

    /// <summary>Frees what was deleted, so that no page of the disk still holds it.</summary>
    public abstract Task CompactAsync();

    /// <summary>An exception of the database in a user's words; null where it is none.</summary>
    public abstract Exception? Explain(Exception problem);

    /// <summary>Lets go of files and pooled connections.</summary>
    public abstract void Release();

    /// <param name="address">A file's path, or <c>postgres://user:password@host:port/database</c>.</param>
    public static Database Of(string address) =>
        address.StartsWith("postgres://", StringComparison.Ordinal) || address.StartsWith("postgresql://", StringComparison.Ordinal) ? new PostgresDatabase(address)
        : address.Contains("://", StringComparison.Ordinal) ? throw new EventLogException($"Expected a file or postgres://user:password@host:port/database, found {address}.")
        : new SqliteDatabase(address);

    private DbContextOptions<FeedbackContext> Own()
    {
        var builder = new DbContextOptionsBuilder<FeedbackContext>();
        Configure(builder, Microsoft.EntityFrameworkCore.Migrations.HistoryRepository.DefaultTableName);
        return builder.Options;
    }

    /// <summary>Runs what the database refuses in exceptions of our own.</summary>
    public async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception problem) when (Explain(problem) is { } explained)
        {
            throw explained;
        }
    }

    public async IAsyncEnumerable<T> GuardedAsync<T>(IAsyncEnumerable<T> rows, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var reader = rows.GetAsyncEnumerator(cancellation);
        while (await GuardAsync(async () => await reader.MoveNextAsync())) yield return reader.Current;
    }
}
