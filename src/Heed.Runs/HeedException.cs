namespace Heed.Runs;

/// <summary>How the program ends; the numbers are part of its contract.</summary>
public enum ExitCode
{
    Ok = 0,
    /// <summary>A defect of Heed.</summary>
    Unexpected = 1,
    /// <summary>The command line or the recipe is wrong.</summary>
    Usage = 2,
    /// <summary>The data are wrong.</summary>
    Data = 3,
    /// <summary>A run folder or a checkpoint cannot be used.</summary>
    Run = 4,
    /// <summary>Training left the finite numbers.</summary>
    Diverged = 5,
    /// <summary>Disk or memory ran out.</summary>
    Resources = 6,
    /// <summary>Stopped on request; the run can go on.</summary>
    Cancelled = 130,
}

/// <summary>Something a user can mend. The message says what was expected, what was found, where, and what to do.</summary>
public abstract class HeedException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The code the program ends with.</summary>
    public abstract ExitCode ExitCode { get; }
}
