using System.Data.Common;
using Heed.Feedback.Store.Databases;

namespace Heed.Feedback.Store.Writing;

/// <summary>The statements of one connection; each is compiled once. Parameters are <c>$1</c>, <c>$2</c>, …</summary>
internal sealed class Statements(Database database) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _commands = [];

    public DbConnection Connection { get; } = database.Connect();

    public DbTransaction? Transaction { get; set; }

    public int Execute(string sql, params ReadOnlySpan<object?> values) => Command(sql, values).ExecuteNonQuery();

    /// <summary>Many statements, in one journey to the server where it can take them so.</summary>
    public void Execute(List<(string Sql, object?[] Values)> many)
    {
        if (!Connection.CanCreateBatch)
        {
            foreach (var (sql, values) in many) Execute(sql, values);
            return;
        }
        using var batch = Connection.CreateBatch();
        batch.Transaction = Transaction;
        foreach (var (sql, values) in many)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = sql;
            foreach (var value in values)
            {
                var parameter = command.CreateParameter();
                parameter.Value = value ?? DBNull.Value;
                command.Parameters.Add(parameter);
            }
            batch.BatchCommands.Add(command);
        }
        batch.ExecuteNonQuery();
    }

    /// <summary>The first row, or the default where there is none.</summary>
    public T? Single<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var reader = Command(sql, values).ExecuteReader();
        return reader.Read() ? read(reader) : default;
    }

    public List<T> List<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var reader = Command(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values) command.Dispose();
        Connection.Dispose();
    }

    private DbCommand Command(string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command)) _commands[sql] = command = Create(sql, values.Length);
        command.Transaction = Transaction;
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    private DbCommand Create(string sql, int parameters)
    {
        var command = Connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= parameters; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = database.ParameterName(i);
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
