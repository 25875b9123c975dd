using Heed.Rounds.Stages;
using Heed.Runs;

namespace Heed.Cli;

/// <summary>Where a command reads, writes and looks at the clock. Results go to <see cref="Out"/>, everything else to <see cref="Error"/>.</summary>
internal sealed record Terminal(TextReader In, TextWriter Out, TextWriter Error, TimeProvider Clock, bool Interactive)
{
    public static Terminal Standard()
    {
        var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        var error = new StreamWriter(Console.OpenStandardError()) { AutoFlush = true };
        return new Terminal(Console.In, output, error, TimeProvider.System, !Console.IsErrorRedirected);
    }

    /// <summary>What a stage is run with: progress on standard error, live on a terminal, plain lines otherwise.</summary>
    public StageContext Context(CancellationToken cancel, bool resume = false) =>
        new(Error, new Progress(Error, Clock, Interactive ? ProgressStyle.Live : ProgressStyle.Plain), Clock, cancel) { Resume = resume };
}
