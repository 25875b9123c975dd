using System.Data.Common;
using System.Security.Cryptography;
using Heed.Feedback.Events;

namespace Heed.Feedback.Store.Writing;

/// <summary>One group of writes: they see each other and nobody else's, and come to the disk together with the sealed chain.</summary>
internal sealed class WriteTransaction
{
    private static readonly int[] RowsAStatement = [64, 8, 1];

    private readonly Statements _statements;
    private readonly List<(EventRow Event, PayloadRow Payload)> _pending = [];
    private readonly PendingWrites _later = new();
    private readonly HashSet<Question> _known = [];
    private readonly HashSet<string> _outdated = [];
    private readonly byte[] _before;
    private long _sequence;
    private byte[] _chain;

    /// <param name="readHead">Reads the end of the chain and keeps writers of other processes away.</param>
    /// <param name="ahead">What the first pieces of work will want to know.</param>
    public WriteTransaction(Statements statements, string readHead, IReadOnlyList<Question> ahead)
    {
        _statements = statements;
        var head = new Question<(long Sequence, byte[] Chain)>("", readHead, r => (r.GetInt64(0), (byte[])r[1]));
        AskAhead([head, .. ahead]);
        (_sequence, _chain) = head.Answer.Single();
        _before = _chain;
    }

    /// <summary>Counts what was written: whether a failed piece of work left anything behind.</summary>
    public int Writes { get; private set; }

    /// <summary>How often it was asked ahead: an answer shows what was written before the asking.</summary>
    public int Asked { get; private set; }

    /// <summary>Asks what the next pieces of work will want to know.</summary>
    public void AskAhead(IReadOnlyList<Question> questions)
    {
        Asked++;
        _known.Clear();
        _outdated.Clear();
        _statements.Exchange(_later.Parts, questions);
        _later.Clear();
        _known.UnionWith(questions);
    }

    /// <summary>Whether a question was asked ahead and nothing was written since that could change the answer.</summary>
    public bool Knows(Question question) => _known.Contains(question) && !_outdated.Contains(question.Rater);

    /// <summary>The answer to a question, asked now unless it is known.</summary>
    public List<T> Answer<T>(Question<T> question) => Knows(question) ? question.Answer : List(question.Sql, question.Read, question.Values);

    /// <summary>Something was written about a rater, or (null) about nobody knows whom: what was asked ahead is asked again.</summary>
    public void Outdate(string? rater)
    {
        if (rater is null) _known.Clear();
        else _outdated.Add(rater);
    }

    public int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        Writes++;
        Flush();
        return _statements.Execute(sql, values);
    }

    /// <summary>A statement whose number of rows nobody asks for: it goes with others, before anything is read and before the commit.</summary>
    public void Later(string sql, params ReadOnlySpan<object?> values)
    {
        Writes++;
        _later.Add(sql, values.ToArray());
    }

    public T? Single<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        Flush();
        return _statements.Single(sql, read, values);
    }

    public List<T> List<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        Flush();
        return _statements.List(sql, read, values);
    }

    /// <summary>Sends what was kept for later.</summary>
    public void Flush()
    {
        if (_later.Parts.Count == 0) return;
        _statements.Exchange(_later.Parts, []);
        _later.Clear();
    }

    /// <summary>Adds an event to the chain; returns its place.</summary>
    public long Append(FeedbackEvent one)
    {
        Writes++;
        var content = FeedbackJson.Write(one);
        var salt = RandomNumberGenerator.GetBytes(Chain.SaltLength);
        var digest = Chain.Digest(salt, content);
        var (kind, time) = (one.GetType().Name, one.Time.ToUnixTimeMilliseconds());
        _chain = Chain.Link(_chain, ++_sequence, one.Id, kind, time, digest);
        _pending.Add((
            new EventRow { Sequence = _sequence, Id = one.Id, Kind = kind, Time = time, Digest = digest, Chain = _chain },
            new PayloadRow { Sequence = _sequence, Salt = salt, Project = one.Project, ItemId = one.ItemId, Rater = one.Rater, Content = content }));
        return _sequence;
    }

    /// <summary>Whether an event of that id is in the log or about to be.</summary>
    public bool Holds(string eventId) =>
        _pending.Exists(p => p.Event.Id == eventId) || Single("SELECT 1 FROM events WHERE id = $1", _ => true, eventId);

    /// <summary>What the log says about an item in a project, with what is about to be in it.</summary>
    public List<FeedbackEvent> About(string project, string item) =>
    [
        .. List("SELECT content FROM payloads WHERE project = $1 AND item_id = $2 ORDER BY sequence", r => r.GetString(0), project, item)
            .Concat(_pending.Where(p => p.Payload.Project == project && p.Payload.ItemId == item).Select(p => p.Payload.Content)).Select(FeedbackJson.ReadEvent),
    ];

    /// <summary>Writes the events and the head of the chain.</summary>
    public void Seal()
    {
        Flush();
        if (ReferenceEquals(_before, _chain)) return;
        for (var done = 0; done < _pending.Count;)
        {
            var rows = _statements.AsksAhead ? 1 : RowsAStatement.First(n => n <= _pending.Count - done);
            Insert(_pending.GetRange(done, rows));
            done += rows;
        }
        Later("UPDATE heads SET sequence = $1, chain = $2 WHERE id = 1", _sequence, _chain);
        Flush();
    }

    private void Insert(List<(EventRow Event, PayloadRow Payload)> rows)
    {
        Later($"INSERT INTO events (sequence, id, kind, time, digest, chain) VALUES {Places(rows.Count, 6)}",
            [.. rows.SelectMany(r => new object?[] { r.Event.Sequence, r.Event.Id, r.Event.Kind, r.Event.Time, r.Event.Digest, r.Event.Chain })]);
        Later($"INSERT INTO payloads (sequence, salt, project, item_id, rater, content) VALUES {Places(rows.Count, 6)}",
            [.. rows.SelectMany(r => new object?[] { r.Payload.Sequence, r.Payload.Salt, r.Payload.Project, r.Payload.ItemId, r.Payload.Rater, r.Payload.Content })]);
    }

    /// <summary>($1, $2, …), (…), …</summary>
    public static string Places(int rows, int columns) =>
        string.Join(", ", Enumerable.Range(0, rows).Select(row => $"({string.Join(", ", Enumerable.Range(1, columns).Select(c => $"${row * columns + c}"))})"));
}
