namespace Heed.Runs;

/// <summary>How progress is shown.</summary>
public enum ProgressStyle
{
    /// <summary>Nothing.</summary>
    Quiet,
    /// <summary>A line every few seconds: for files and pipes.</summary>
    Plain,
    /// <summary>One line that is written over: for a terminal.</summary>
    Live,
}
