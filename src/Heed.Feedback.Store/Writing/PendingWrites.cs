namespace Heed.Feedback.Store.Writing;

/// <summary>Rows of one statement, to be written together.</summary>
internal sealed record PendingRows(ManyRows Statement)
{
    public List<object?[]> Rows { get; } = [];

    /// <summary>The rows of the table that are changed, where they are not added.</summary>
    public HashSet<string> Keys { get; } = [];
}

/// <summary>What is to be written before anything is read: statements of one text together, but never two changes of one row out of their order.</summary>
internal sealed class PendingWrites
{
    private readonly List<PendingRows> _parts = [];

    public IReadOnlyList<PendingRows> Parts => _parts;

    public void Add(string sql, object?[] values)
    {
        var statement = ManyRows.Of(sql);
        var key = statement.Key(values);
        var after = key is null ? -1 : _parts.FindLastIndex(p => p.Statement.Table == statement.Table && p.Keys.Contains(key));
        var place = _parts.FindIndex(after + 1, p => p.Statement == statement);
        if (place < 0)
        {
            place = _parts.Count;
            _parts.Add(new PendingRows(statement));
        }
        _parts[place].Rows.Add(values);
        if (key is not null) _parts[place].Keys.Add(key);
    }

    public void Clear() => _parts.Clear();
}
