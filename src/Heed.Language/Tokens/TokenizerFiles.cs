using System.Text.Json;
using System.Text.Json.Nodes;
using Heed.Language.Tokens.SentencePieces;
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

    private static readonly string[] Names = ["tokenizer.json", "vocab.json", "tokenizer.model", "spiece.model", "sentencepiece.bpe.model", TiktokenEncoding.FileName];

    public static Tokenizer Load(string folderOrFile)
    {
        if (!Directory.Exists(folderOrFile))
            return File.Exists(folderOrFile) ? LoadFile(folderOrFile, ReadConfig(Path.GetDirectoryName(Path.GetFullPath(folderOrFile))!))
                : throw new TokenizerException(folderOrFile, "no such file; give a tokenizer.json or the folder that holds it");
        var file = FileIn(folderOrFile) ?? throw new TokenizerException(Path.Combine(folderOrFile, "tokenizer.json"),
            "expected tokenizer.json, vocab.json with merges.txt, tokenizer.model or encoding.json, found none; give the folder of a model or of a trained tokenizer");
        return LoadFile(file, ReadConfig(folderOrFile));
    }

    /// <summary>The file of a folder that its tokenizer is read from: the first of those that are there; null: none is.</summary>
    public static string? FileIn(string folder) => Names.Select(n => Path.Combine(folder, n)).FirstOrDefault(f => File.Exists(f) && (!IsVocabulary(f) || File.Exists(Merges(f))));

    public static void Save(Tokenizer tokenizer, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, content) in tokenizer.Parts.Originals) AtomicFile.Write(Path.Combine(folder, name), stream => stream.Write(content));
        if (tokenizer.Parts.Originals.Count == 0) Write(folder, "tokenizer.json", TokenizerJson.Write(tokenizer.Parts));
        Write(folder, "tokenizer_config.json", tokenizer.Config.ToJson());
        Write(folder, "special_tokens_map.json", tokenizer.Config.SpecialTokens());
    }

    private static Tokenizer LoadFile(string file, TokenizerConfig config)
    {
        if (file.EndsWith(".model", StringComparison.Ordinal))
            return Understood(file, () => SentencePieceTokenizer.Read(file, config, Added(Path.GetDirectoryName(Path.GetFullPath(file))!, config)));
        var json = ReadObject(file);
        if (IsVocabulary(file) && File.Exists(Merges(file)))
            return Understood(file, () => VocabularyAndMerges.Read(file, json, Merges(file), config, Added(Path.GetDirectoryName(Path.GetFullPath(file))!, config)));
        return Understood(file, () => TiktokenEncoding.IsOne(json) ? TiktokenEncoding.Read(file, json, config) : new Tokenizer(TokenizerJson.Read(file, json), config));
    }

    /// <summary>Tokens beside the vocabulary: added_tokens_decoder of tokenizer_config.json (by id), and added_tokens.json (by name).</summary>
    private static List<AddedToken> Added(string folder, TokenizerConfig config)
    {
        var added = new List<AddedToken>();
        foreach (var (id, token) in config.Others["added_tokens_decoder"] as JsonObject ?? [])
            if (token is JsonObject json && int.TryParse(id, out var number)) added.Add(AddedToken.FromJson(new JsonObject(json.DeepClone().AsObject().Where(p => p.Key != "id").Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))) { ["id"] = number }));
        foreach (var (content, id) in ReadIfThere(Path.Combine(folder, "added_tokens.json")) ?? [])
            if (added.TrueForAll(t => t.Content != content)) added.Add(AddedToken.OfSpecial(JsonNumber.Id(id, content), content));
        return added;
    }

    private static bool IsVocabulary(string file) => Path.GetFileName(file) == "vocab.json";

    private static string Merges(string vocabulary) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(vocabulary))!, "merges.txt");

    private static void Write(string folder, string name, JsonObject json) =>
        AtomicFile.WriteText(Path.Combine(folder, name), json.ToJsonString(Indented) + "\n");

    private static TokenizerConfig ReadConfig(string folder)
    {
        var config = Path.Combine(folder, "tokenizer_config.json");
        return Understood(config, () => TokenizerConfig.FromJson(ReadIfThere(config), ReadIfThere(Path.Combine(folder, "special_tokens_map.json")), TemplateFiles.Read(folder, ReadIfThere)));
    }

    /// <summary>Whether a folder holds a chat template.</summary>
    public static bool HasTemplate(string folder) => TemplateFiles.Read(folder, ReadIfThere).IsAny(ReadIfThere(Path.Combine(folder, "tokenizer_config.json")));

    /// <summary>A value of another type than the format has it (a number where a text belongs) is the file's fault, and said so.</summary>
    private static T Understood<T>(string file, Func<T> read)
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
