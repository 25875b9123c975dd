namespace Heed.Language.Curation;

/// <summary>Tells texts met before: equal but for white space at their ends. Keeps 16 bytes a text.</summary>
public sealed class ExactDeduplication
{
    private readonly HashSet<UInt128> _seen = [];

    /// <summary>Whether this text comes for the first time.</summary>
    public bool IsNew(string text) => IsNew(TextHash.Of(text.Trim()));

    internal bool IsNew(TextHash hash) => _seen.Add(hash.Identity);
}
