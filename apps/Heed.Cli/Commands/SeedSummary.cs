using System.Text.Json;
using Heed.Labelling.Loading;

namespace Heed.Cli.Commands;

/// <summary>What a program needs to load a site. The keys are in no log and in no other place.</summary>
/// <param name="Keys">One API key a rater.</param>
/// <param name="ExportKey">Reads the record over HTTP.</param>
/// <param name="FeedbackKey">Sends what users of a served model say.</param>
internal sealed record SeedSummary(string Address, string AdminLink, string Database, string Project, int Items, IReadOnlyList<string> Keys, string ExportKey, string FeedbackKey, IReadOnlyList<SeededRater> Raters)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    public IEnumerable<string> Lines() => [$"Address: {Address}", $"Administrator (once): {AdminLink}", .. Raters.Select(r => $"Key of {r.Rater}: {r.Key}"), $"Key for exports: {ExportKey}", $"Key for feedback of a served model's users: {FeedbackKey}"];
}
