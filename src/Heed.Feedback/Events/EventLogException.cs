using Heed.Runs;

namespace Heed.Feedback.Events;

/// <summary>A log refused an item or an event, or is no log at all.</summary>
public sealed class EventLogException(string message, Exception? inner = null) : HeedException(message, inner)
{
    public override ExitCode ExitCode => ExitCode.Data;
}
