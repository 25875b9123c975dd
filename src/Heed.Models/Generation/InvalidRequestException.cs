using Heed.Runs;

namespace Heed.Models.Generation;

/// <summary>A request that cannot be generated; refused before anything is.</summary>
public sealed class InvalidRequestException(int request, string problem) : HeedException($"Request {request}: {problem}")
{
    /// <summary>Which request of the call.</summary>
    public int Request { get; } = request;

    public override ExitCode ExitCode => ExitCode.Usage;
}
