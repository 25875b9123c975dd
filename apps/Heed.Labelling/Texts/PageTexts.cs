using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Heed.Labelling.Texts;

/// <summary>The texts of one request, in the language its reader chose: by the language menu, else by the browser's wish.</summary>
public sealed class PageTexts
{
    public const string Cookie = "heed-language";

    private readonly TextCatalogue _catalogue;

    public PageTexts(TextCatalogue catalogue, IHttpContextAccessor accessor)
    {
        _catalogue = catalogue;
        Language = Chosen(accessor.HttpContext?.Request);
    }

    public string Language { get; }

    public string Direction => TextCatalogue.RightToLeft(Language) ? "rtl" : "ltr";

    public IReadOnlyList<string> Languages => _catalogue.Languages;

    public string this[string key] => Find(key) ?? throw new KeyNotFoundException($"The site has no text '{key}'.");

    public string this[string key, params object[] values] => string.Format(CultureInfo.InvariantCulture, this[key], values);

    /// <summary>The text of a key, or words that stand for themselves.</summary>
    public string Or(string key, string words) => Find(key) ?? words;

    /// <summary>The texts that scripts need, by the key without its "script." in front.</summary>
    public IReadOnlyDictionary<string, string> ForScripts() =>
        _catalogue.Of(TextCatalogue.Default).Keys.Where(k => k.StartsWith("script.", StringComparison.Ordinal)).ToDictionary(k => k[7..], k => this[k]);

    private string? Find(string key) => _catalogue.Find(Language, key);

    private string Chosen(HttpRequest? request)
    {
        if (request is null) return TextCatalogue.Default;
        if (request.Cookies[Cookie] is { } chosen && _catalogue.Speaks(chosen)) return chosen;
        var wished = request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => l.Value.ToString().Split('-')[0].ToLowerInvariant());
        return wished.FirstOrDefault(_catalogue.Speaks) ?? TextCatalogue.Default;
    }
}
