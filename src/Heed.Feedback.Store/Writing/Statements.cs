using System.Data.Common;
using Heed.Feedback.Store.Databases;

namespace Heed.Feedback.Store.Writing;

/// <summary>The statements of one connection; each is compiled once. Parameters are <c>$1</c>, <c>$2</c>, …</summary>
internal sealed class Statements(Database database) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _commands = [];

    public DbConnection Connection { get; } = database.Connect();

    public DbTransaction? Transaction { get; set; }

    /// <summary>Whether many statements go in one journey: then it pays to ask ahead.</summary>
    public bool AsksAhead => Connection.CanCreateBatch;

    public int Execute(string sql, params ReadOnlySpan<object?> values) => Command(sql, values).ExecuteNonQuery();

    /// <summary>Writes, then asks, in one journey to the server where it can take them so.</summary>
    public void Exchange(IReadOnlyList<PendingRows> writes, IReadOnlyList<Question> questions)
    {
        if (writes.Count + questions.Count == 0) return;
        if (!AsksAhead)
        {
            foreach (var part in writes)
                foreach (var values in part.Rows) Execute(part.Statement.Sql, values);
            foreach (var question in questions)
            {
                using var rows = Command(question.Sql, question.Values).ExecuteReader();
                for (question.Begin(); rows.Read();) question.Hear(rows);
            }
            return;
        }
        using var batch = Connection.CreateBatch();
        batch.Transaction = Transaction;
        foreach (var part in writes) Add(batch, part.Statement.All, ManyRows.Columns(part.Rows));
        var asked = questions.GroupBy(q => q.Sql).Select(g => g.ToArray()).ToArray();
        foreach (var alike in asked)
            if (alike[0].Values.Length == 0) Add(batch, alike[0].Sql, []);
            else Add(batch, ManyRows.Of(alike[0].Sql).All, ManyRows.Columns([.. alike.Select(q => q.Values)]));
        if (questions.Count == 0) batch.ExecuteNonQuery();
        else Hear(batch, asked);
    }

    /// <summary>Statements without rows have no result here: the results are those of the questions, in order.</summary>
    private static void Hear(DbBatch batch, Question[][] asked)
    {
        using var results = batch.ExecuteReader();
        foreach (var alike in asked)
        {
            foreach (var question in alike) question.Begin();
            while (results.Read()) alike[alike[0].Values.Length == 0 ? 0 : (int)results.GetInt64(results.FieldCount - 1) - 1].Hear(results);
            results.NextResult();
        }
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

    private static void Add(DbBatch batch, string sql, IEnumerable<Array> columns)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = sql;
        foreach (var column in columns)
        {
            var parameter = command.CreateParameter();
            parameter.Value = column;
            command.Parameters.Add(parameter);
        }
        batch.BatchCommands.Add(command);
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
