namespace Heed.Runs;

/// <summary>One thing wrong with a recipe or a configuration.</summary>
/// <param name="Path">Dotted path of the key.</param>
/// <param name="Message">What was expected and what was found.</param>
/// <param name="Remedy">What to do.</param>
public sealed record Problem(string Path, string Message, string Remedy);

/// <summary>Settings that can say what is wrong with them.</summary>
public interface IRecipe
{
    /// <summary>Every violation, with paths relative to this record.</summary>
    IEnumerable<Problem> Problems();
}
