using Heed.Runs;

namespace Heed.Models.Numerics.Native;

/// <summary>This machine cannot run the native part.</summary>
public sealed class UnsupportedPlatformException(string message) : HeedException(message)
{
    public override ExitCode ExitCode => ExitCode.Resources;
}
