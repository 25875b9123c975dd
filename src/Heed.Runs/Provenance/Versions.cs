using System.Reflection;
using System.Runtime.InteropServices;

namespace Heed.Runs.Provenance;

/// <summary>The programs that a run was made with.</summary>
internal sealed record Versions
{
    private static readonly string[] Informational =
        (typeof(Versions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "").Split('+', 2);

    public string Heed { get; init; } = Informational[0];

    /// <summary>The commit Heed was built from; null where the build did not know it.</summary>
    public string? HeedCommit { get; init; } = Informational.Length > 1 ? Informational[1] : null;

    public string Dotnet { get; init; } = RuntimeInformation.FrameworkDescription;

    /// <summary>The commit of the git checkout that the run folder lies in; null where it lies in none.</summary>
    public required string? Commit { get; init; }
}
