using Heed.Runs;

namespace Heed.Feedback.Assignment;

/// <summary>A request that the queue cannot fulfil: a lease that is not there, an answer that does not fit the item.</summary>
public sealed class QueueException(QueueProblem problem, string message) : HeedException(message)
{
    public QueueProblem Problem => problem;

    public override ExitCode ExitCode => ExitCode.Data;
}

/// <summary>What was wrong with a request.</summary>
public enum QueueProblem
{
    /// <summary>No such project, rater or lease for this rater.</summary>
    NotFound,
    /// <summary>The answer does not fit the item.</summary>
    Invalid,
    /// <summary>It cannot be done in the state things are in.</summary>
    Conflict,
}
