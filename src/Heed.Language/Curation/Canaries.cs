using System.Text.Encodings.Web;
using System.Text.Json;
using Heed.Language.Datasets;
using Heed.Runs;

namespace Heed.Language.Curation;

/// <summary>
/// Texts of random words, known to stand in the training text a known number of times; a model that gives them a lower loss than other
/// texts drawn alike has memorised them. Kept beside the data as canaries.json.
/// </summary>
/// <param name="Words">What the texts are drawn from, uniformly.</param>
/// <param name="WordsEach">Words in each text.</param>
/// <param name="Planted">The texts and how often each stands in the training text.</param>
public sealed record Canaries(IReadOnlyList<string> Words, int WordsEach, IReadOnlyList<Canary> Planted)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    /// <summary>Draws canaries, all different.</summary>
    public static Canaries Draw(IReadOnlyList<string> words, CanaryOptions options)
    {
        var random = new SeededRandom(options.Seed, "canaries/texts");
        var drawn = new Canaries(words, options.Words, []);
        var texts = new HashSet<string>(StringComparer.Ordinal);
        var planted = new List<Canary>();
        foreach (var copies in options.Copies)
            for (var i = 0; i < options.PerRate;)
            {
                var text = drawn.Candidate(random);
                if (!texts.Add(text) && texts.Count < Math.Pow(words.Count, options.Words)) continue;
                planted.Add(new Canary(text, copies));
                i++;
            }
        return drawn with { Planted = planted };
    }

    /// <summary>A text drawn as the canaries were; what their losses are compared with.</summary>
    public string Candidate(SeededRandom random) => string.Join(' ', Enumerable.Range(0, WordsEach).Select(_ => random.Pick(Words)));

    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, Json) + "\n");

    /// <exception cref="DatasetException">The file is absent or broken.</exception>
    public static Canaries Load(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Canaries>(File.ReadAllText(path), Json) is { Words: not null, Planted: not null } read ? read
                : throw new DatasetException(path, null, "expected words and planted canaries; prepare the data again");
        }
        catch (Exception error) when (error is JsonException or IOException)
        {
            throw new DatasetException(path, null, $"the canaries cannot be read ({error.Message}); prepare the data again", error);
        }
    }
}
