namespace Heed.Runs;

/// <summary>
/// A record that a YAML section is read into: <c>init</c> properties with defaults, <c>required</c> ones without. Keys are the
/// properties' names in snake_case. Sections, lists and dictionaries of other recipes nest, and are asked for their own problems.
/// </summary>
public interface IRecipe
{
    /// <summary>Every violation of what the values must fulfil; paths are relative to this record. See <see cref="Rule"/>.</summary>
    IEnumerable<Problem> Problems();
}
