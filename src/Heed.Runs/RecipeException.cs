namespace Heed.Runs;

/// <summary>A recipe cannot be used; carries all its problems.</summary>
public sealed class RecipeException(string source, IReadOnlyList<Problem> problems, Exception? inner = null) : HeedException(
    $"{source}: {problems.Count} {(problems.Count == 1 ? "problem" : "problems")}\n" + string.Join('\n', problems.Select(p => $"  {p}")), inner)
{
    public IReadOnlyList<Problem> Problems { get; } = problems;

    public override ExitCode ExitCode => ExitCode.Usage;
}
