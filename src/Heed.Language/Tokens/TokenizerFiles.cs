using System.Text.Json;
using System.Text.Json.Nodes;
using Heed.Runs;

namespace Heed.Language.Tokens;

/// <summary>The files of a tokenizer in a model folder, in and out.</summary>
internal static class TokenizerFiles
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    public static Tokenizer Load(string folderOrFile)
    {
        var folder = Directory.Exists(folderOrFile) ? folderOrFile : Path.GetDirectoryName(Path.GetFullPath(folderOrFile))!;
        var file = Directory.Exists(folderOrFile) ? Path.Combine(folderOrFile, "tokenizer.json") : folderOrFile;
        var config = ReadConfig(folder);
        if (File.Exists(file)) return Understood(file, () => new Tokenizer(TokenizerJson.Read(file, ReadObject(file)), config));
        var (vocabulary, merges) = (Path.Combine(folder, "vocab.json"), Path.Combine(folder, "merges.txt"));
        if (Directory.Exists(folderOrFile) && File.Exists(vocabulary) && File.Exists(merges))
            return Understood(vocabulary, () => VocabularyAndMerges.Read(vocabulary, ReadObject(vocabulary), merges, config));
        throw new TokenizerException(file, Directory.Exists(folderOrFile)
            ? "expected tokenizer.json, or vocab.json with merges.txt, found neither; give the folder of a model or of a trained tokenizer"
            : "no such file; give a tokenizer.json or the folder that holds it");
    }

    public static void Save(Tokenizer tokenizer, string folder)
    {
        Directory.CreateDirectory(folder);
        Write(folder, "tokenizer.json", TokenizerJson.Write(tokenizer.Parts));
        Write(folder, "tokenizer_config.json", tokenizer.Config.ToJson());
        Write(folder, "special_tokens_map.json", tokenizer.Config.SpecialTokens());
    }

    private static void Write(string folder, string name, JsonObject json) =>
        AtomicFile.WriteText(Path.Combine(folder, name), json.ToJsonString(Indented) + "\n");

    private static TokenizerConfig ReadConfig(string folder)
    {
        var template = Path.Combine(folder, "chat_template.jinja");
        return TokenizerConfig.FromJson(
            ReadIfThere(Path.Combine(folder, "tokenizer_config.json")),
            ReadIfThere(Path.Combine(folder, "special_tokens_map.json")),
            File.Exists(template) ? File.ReadAllText(template) : null);
    }

    /// <summary>A value of another type than the format has it (a number where a text belongs) is the file's fault, and said so.</summary>
    private static Tokenizer Understood(string file, Func<Tokenizer> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            throw new TokenizerException(file, $"a value is missing or of an unexpected type: {error.Message}", error);
        }
    }

    private static JsonObject? ReadIfThere(string file) => File.Exists(file) ? ReadObject(file) : null;

    private static JsonObject ReadObject(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return JsonNode.Parse(stream) as JsonObject ?? throw new TokenizerException(file, "expected a JSON object");
        }
        catch (JsonException error)
        {
            throw new TokenizerException(file, $"broken JSON at line {error.LineNumber + 1}: {error.Message}", error);
        }
    }
}
