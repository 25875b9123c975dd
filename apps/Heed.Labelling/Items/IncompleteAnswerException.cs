using Heed.Runs;

namespace Heed.Labelling.Items;

/// <summary>What was sent is no answer to the item.</summary>
public sealed class IncompleteAnswerException(string message) : HeedException(message)
{
    public override ExitCode ExitCode => ExitCode.Data;
}
