namespace Heed.Runs;

/// <summary>Shows how far long work has come: share done, rate, time left.</summary>
/// <param name="width">Columns of the terminal; a live line is cut to them.</param>
public sealed class Progress(TextWriter writer, TimeProvider clock, ProgressStyle style, int width = 100)
{
    /// <summary>Shows nothing.</summary>
    public static Progress Silent { get; } = new(TextWriter.Null, TimeProvider.System, ProgressStyle.Quiet);

    /// <summary>Begins a piece of work; dispose it at its end.</summary>
    /// <param name="total">Units to do; 0 where it is not known.</param>
    /// <param name="unit">What is counted, in the plural.</param>
    /// <param name="done">Units done before, by the run that is resumed.</param>
    public ProgressTask Begin(string name, long total, string unit = "steps", long done = 0) => new(this, name, total, unit, done);

    internal TextWriter Writer => writer;

    internal TimeProvider Clock => clock;

    internal ProgressStyle Style => style;

    internal int Width => width;
}
