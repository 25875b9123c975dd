using System.Data.Common;

namespace Heed.Feedback.Store.Writing;

/// <summary>Something that a piece of work wants to know. Where the server is a journey away, the questions of many pieces are asked together, ahead of the work.</summary>
/// <param name="rater">Whom it is about: what is done for others leaves the answer standing.</param>
internal abstract class Question(string rater, string sql, object?[] values)
{
    public string Rater => rater;

    public string Sql => sql;

    public object?[] Values => values;

    /// <summary>Forgets what was heard.</summary>
    public abstract void Begin();

    /// <summary>Takes the row at which a result stands.</summary>
    public abstract void Hear(DbDataReader row);
}

/// <inheritdoc/>
internal sealed class Question<T>(string rater, string sql, Func<DbDataReader, T> read, params object?[] values) : Question(rater, sql, values)
{
    /// <summary>What the last asking gave; only the transaction knows whether that still holds.</summary>
    public List<T> Answer { get; private set; } = [];

    public Func<DbDataReader, T> Read => read;

    public override void Begin() => Answer = [];

    public override void Hear(DbDataReader row) => Answer.Add(read(row));
}
