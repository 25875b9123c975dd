using Heed.Runs;

namespace Heed.Labelling;

/// <summary>The site cannot do what was asked of it.</summary>
public sealed class SiteException(ExitCode code, string message, Exception? inner = null) : HeedException(message, inner)
{
    public override ExitCode ExitCode => code;
}
