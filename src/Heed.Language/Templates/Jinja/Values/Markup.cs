namespace Heed.Language.Templates.Jinja.Values;

/// <summary>Text marked as safe HTML (<c>safe</c>, <c>escape</c>): other text joined to it is escaped.</summary>
internal sealed record Markup(string Text)
{
    public static string Escape(string text) => text.Replace("&", "&amp;").Replace(">", "&gt;").Replace("<", "&lt;").Replace("'", "&#39;").Replace("\"", "&#34;");
}
