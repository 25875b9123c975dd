namespace Heed.Labelling.Work;

/// <summary>How the keyboard acts on the page.</summary>
/// <param name="SingleKeys">Whether single letters act.</param>
/// <param name="Keys">Keys that stand for others.</param>
public sealed record KeyPreferences(bool SingleKeys, IReadOnlyDictionary<string, string> Keys)
{
    /// <summary>From pairs such as "a=1 j=s"; what is no pair is left out.</summary>
    public static KeyPreferences Of(bool singleKeys, string map) => new(singleKeys, map.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2)).Where(pair => pair is [{ Length: 1 }, { Length: 1 }]).GroupBy(pair => pair[0].ToLowerInvariant())
        .ToDictionary(pairs => pairs.Key, pairs => pairs.First()[1].ToLowerInvariant()));
}
