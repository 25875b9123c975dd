using Heed.Runs;

namespace Heed.Models.Generation;

/// <summary>The keys and values of one request alone need more memory than they may take; refused before it is allocated.</summary>
public sealed class CacheTooSmallException(int request, long needed, long allowed) : HeedException(
    $"Request {request} needs {needed / 1048576.0:F1} MiB for keys and values, {allowed / 1048576.0:F1} MiB are allowed. " +
    "Lower max_new_tokens, shorten the prompt or raise the cache's bytes.")
{
    public int Request { get; } = request;
    public long Needed { get; } = needed;
    public long Allowed { get; } = allowed;

    public override ExitCode ExitCode => ExitCode.Resources;
}
