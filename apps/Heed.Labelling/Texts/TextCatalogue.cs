using System.Text.Json;

namespace Heed.Labelling.Texts;

/// <summary>Every sentence of the site in every language it speaks, from the resource files texts/*.json.</summary>
public sealed class TextCatalogue
{
    public const string Default = "en";

    private static readonly HashSet<string> RightToLeftLanguages = ["ar", "fa", "he", "ur"];

    private readonly Dictionary<string, Dictionary<string, string>> _texts = [];

    public TextCatalogue()
    {
        var assembly = typeof(TextCatalogue).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("texts/", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            _texts[Path.GetFileNameWithoutExtension(name)] = JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
        }
    }

    /// <summary>The languages, the default first.</summary>
    public IReadOnlyList<string> Languages => [.. _texts.Keys.OrderBy(l => l != Default).ThenBy(l => l, StringComparer.Ordinal)];

    public bool Speaks(string language) => _texts.ContainsKey(language);

    public static bool RightToLeft(string language) => RightToLeftLanguages.Contains(language);

    /// <summary>All texts of a language by key.</summary>
    public IReadOnlyDictionary<string, string> Of(string language) => _texts[language];

    /// <summary>A text, or null where the key is not known.</summary>
    public string? Find(string language, string key) =>
        _texts[language].TryGetValue(key, out var text) || _texts[Default].TryGetValue(key, out text) ? text : null;
}
