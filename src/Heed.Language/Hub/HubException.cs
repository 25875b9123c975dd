using Heed.Runs;

namespace Heed.Language.Hub;

/// <summary>A repository that cannot be had from a hub: which, what was expected and found, what to do. Never holds a token.</summary>
public sealed class HubException(string what, string problem, Exception? inner = null) : HeedException($"{what}: {problem}", inner)
{
    public override ExitCode ExitCode => ExitCode.Data;
}
