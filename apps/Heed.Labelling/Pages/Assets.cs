using Heed.Feedback.Items;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Heed.Labelling.Pages;

/// <summary>Style, scripts and icon: files of ours within the program, nothing from elsewhere.</summary>
internal static class Assets
{
    private const string Folder = "assets/";

    private static readonly Dictionary<string, (byte[] Content, string Tag)> Files = Load();

    /// <summary>Names the page as it is: the program's version, and a name made of all its files.</summary>
    public static string Build { get; } = $"{typeof(Assets).Assembly.GetName().Version?.ToString(3)}+{Identity.Of([.. Files.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => f.Value.Tag)])[..12]}";

    public static void Map(WebApplication app) => app.MapGet("/assets/{name}", (string name, HttpContext context) =>
    {
        if (!Files.TryGetValue(name, out var file)) return Results.NotFound();
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(file.Content, Type(name), entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{file.Tag}\""));
    }).AllowAnonymous();

    private static string Type(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        _ => "image/svg+xml",
    };

    private static Dictionary<string, (byte[], string)> Load()
    {
        var assembly = typeof(Assets).Assembly;
        return assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).ToDictionary(n => n[Folder.Length..], n =>
        {
            using var stream = assembly.GetManifestResourceStream(n)!;
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            return (memory.ToArray(), Identity.Of(System.Text.Encoding.UTF8.GetString(memory.ToArray())));
        });
    }
}
