using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Heed.Feedback.Store.Databases;

namespace Heed.Feedback.Store.Writing;

/// <summary>
/// The one writer of a process: takes pieces of work in the order they come, does those of a few milliseconds in one transaction, commits, and only then
/// lets anybody know. A piece that is refused does not take the others with it.
/// </summary>
internal sealed class Writer : IDisposable
{
    private const int LargestGroup = 512;

    /// <summary>How long a group stays open for work that arrives meanwhile.</summary>
    private static readonly TimeSpan GroupTime = TimeSpan.FromMilliseconds(5);

    private readonly BlockingCollection<Piece> _work = [];
    private readonly Database _database;
    private readonly Thread _thread;

    public Writer(Database database)
    {
        _database = database;
        _thread = new Thread(Run) { IsBackground = true, Name = "feedback writer" };
        _thread.Start();
    }

    /// <summary>Does a piece of work; the task ends when it is on the disk. The work may be done again where a group had to be taken apart.</summary>
    /// <param name="rater">The one whose leases and answers it may change, beside the places of items; null: it may change anything.</param>
    /// <param name="ahead">What it will want to know.</param>
    public Task<T> RunAsync<T>(Func<WriteTransaction, T> work, string? rater = null, IReadOnlyList<Question>? ahead = null)
    {
        var piece = new Piece<T>(work) { Rater = rater, Ahead = ahead ?? [] };
        _work.Add(piece);
        return piece.Task;
    }

    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    private void Run()
    {
        Statements? statements = null;
        var group = new List<Piece>();
        foreach (var first in _work.GetConsumingEnumerable())
        {
            group.Clear();
            group.Add(first);
            try
            {
                statements ??= new Statements(_database);
                if (!Commit(statements, group, gather: true))
                    foreach (var piece in group.Where(p => !p.Failed)) Commit(statements, [piece], gather: false);
            }
            catch (Exception problem) when (problem is DbException or InvalidOperationException or IOException)
            {
                // The connection is gone, and with it what was not committed. The next group gets a new one.
                foreach (var piece in group.Where(p => !p.Kept)) piece.Fail(_database.Explain(problem) ?? problem);
                statements?.Dispose();
                statements = null;
            }
            foreach (var piece in group) piece.Tell();
        }
        statements?.Dispose();
    }

    /// <summary>Does and commits a group; false where a piece failed after writing, so that the others must be done again without it.</summary>
    private bool Commit(Statements statements, List<Piece> group, bool gather)
    {
        var started = Stopwatch.GetTimestamp();
        if (gather && statements.AsksAhead) Gather(group, LargestGroup);
        using var transaction = _database.BeginAlone(statements.Connection);
        statements.Transaction = transaction;
        var session = new WriteTransaction(statements, _database.ReadHead, Ahead(statements, group, 0));
        for (var done = 0; done < group.Count;)
        {
            if (!Do(session, group[done++]))
            {
                transaction.Rollback();
                Blame(group, group[done - 1]);
                return false;
            }
            if (!gather || done < group.Count || Stopwatch.GetElapsedTime(started) >= GroupTime || !Gather(group, statements.AsksAhead ? LargestGroup : done + 1)) continue;
            if (statements.AsksAhead) session.AskAhead(Ahead(statements, group, done));
        }
        if (!Seal(session, transaction, group)) return false;
        transaction.Commit();
        foreach (var piece in group) piece.Kept = true;
        return true;
    }

    /// <summary>Adds what is waiting until a group is that large; whether anything was added.</summary>
    private bool Gather(List<Piece> group, int size)
    {
        var before = group.Count;
        while (group.Count < Math.Min(size, LargestGroup) && _work.TryTake(out var more)) group.Add(more);
        return group.Count > before;
    }

    /// <summary>What the pieces from a place on will want to know, where one journey fetches it all.</summary>
    private static IReadOnlyList<Question> Ahead(Statements statements, List<Piece> group, int from) =>
        statements.AsksAhead ? [.. group.Skip(from).SelectMany(p => p.Ahead)] : [];

    /// <summary>Does one piece; false where it failed and left something behind.</summary>
    private static bool Do(WriteTransaction session, Piece piece)
    {
        var before = session.Writes;
        piece.Do(session);
        if (piece.Failed) return session.Writes == before && !piece.BrokeTransaction;
        if (session.Writes > before) session.Outdate(piece.Rater);
        return true;
    }

    /// <summary>Sends what is left to write; false where the server refuses some of it.</summary>
    private bool Seal(WriteTransaction session, DbTransaction transaction, List<Piece> group)
    {
        try
        {
            session.Seal();
            return true;
        }
        catch (DbException problem)
        {
            transaction.Rollback();
            group[^1].Fail(problem);
            Blame(group, group[^1]);
            return false;
        }
    }

    /// <summary>What the server refused may be what another piece had left to write: in a group nobody can tell, so each is tried alone.</summary>
    private void Blame(List<Piece> group, Piece last)
    {
        if (group.Count > 1 && last.BrokeTransaction) last.Pardon();
        foreach (var piece in group.Where(p => p.Failed)) piece.Explain(_database);
    }

    private abstract class Piece
    {
        protected Exception? Problem;

        public string? Rater { get; init; }

        public IReadOnlyList<Question> Ahead { get; init; } = [];

        public bool Failed => Problem is not null;

        /// <summary>On the disk.</summary>
        public bool Kept { get; set; }

        /// <summary>PostgreSQL does nothing more in a transaction after a statement that failed.</summary>
        public bool BrokeTransaction => Problem is DbException;

        public abstract void Do(WriteTransaction transaction);

        public abstract void Tell();

        public void Fail(Exception problem) => Problem ??= problem;

        public void Pardon() => Problem = null;

        public void Explain(Database database) => Problem = Problem is null ? null : database.Explain(Problem) ?? Problem;
    }

    private sealed class Piece<T>(Func<WriteTransaction, T> work) : Piece
    {
        private readonly TaskCompletionSource<T> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Task => _told.Task;

        public override void Do(WriteTransaction transaction)
        {
            try
            {
                _result = work(transaction);
            }
            catch (Exception problem)
            {
                Problem = problem;
            }
        }

        public override void Tell()
        {
            if (Problem is not null) _told.SetException(Problem);
            else _told.SetResult(_result!);
        }
    }
}
