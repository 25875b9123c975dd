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
    public Task<T> RunAsync<T>(Func<WriteTransaction, T> work)
    {
        var piece = new Piece<T>(work);
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
                // The connection is gone; nothing of the group was committed. The next group gets a new one.
                foreach (var piece in group) piece.Fail(_database.Explain(problem) ?? problem);
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
        using var transaction = _database.BeginAlone(statements.Connection);
        statements.Transaction = transaction;
        var session = new WriteTransaction(statements, _database.ReadHead);
        for (var i = 0; i < group.Count; i++)
        {
            var before = session.Writes;
            group[i].Do(session);
            if (group[i].Failed && (session.Writes > before || group[i].BrokeTransaction))
            {
                transaction.Rollback();
                foreach (var piece in group.Where(p => p.Failed)) piece.Explain(_database);
                return false;
            }
            if (gather && i == group.Count - 1 && group.Count < LargestGroup && Stopwatch.GetElapsedTime(started) < GroupTime && _work.TryTake(out var more)) group.Add(more);
        }
        session.Seal();
        transaction.Commit();
        return true;
    }

    private abstract class Piece
    {
        protected Exception? Problem;

        public bool Failed => Problem is not null;

        /// <summary>PostgreSQL does nothing more in a transaction after a statement that failed.</summary>
        public bool BrokeTransaction => Problem is DbException;

        public abstract void Do(WriteTransaction transaction);

        public abstract void Tell();

        public void Fail(Exception problem) => Problem ??= problem;

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
                transaction.Flush();
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
