using System.Text.Json.Nodes;

namespace Heed.Language.Tokens.SentencePieces;

/// <summary>A SentencePiece .model file as a tokenizer.</summary>
internal static class SentencePieceTokenizer
{
    /// <param name="added">Tokens beside the model's pieces, as tokenizer_config.json lists them.</param>
    public static Tokenizer Read(string path, TokenizerConfig config, IReadOnlyList<AddedToken> added)
    {
        var bytes = File.ReadAllBytes(path);
        var file = Parse(path, bytes);
        var model = new SentencePieceModel(file);
        string? Piece(int id) => id >= 0 && id < file.Pieces.Count ? file.Pieces[id].Text : null;
        config = config with
        {
            StartToken = config.StartToken ?? Piece(file.StartId),
            EndToken = config.EndToken ?? Piece(file.EndId),
            PadToken = config.PadToken ?? Piece(file.PadId),
            UnknownToken = config.UnknownToken ?? Piece(file.UnknownId)
        };
        var control = file.Pieces.Select((p, id) => (p.Kind, Token: AddedToken.OfSpecial(id, p.Text))).Where(p => p.Kind is PieceKind.Control or PieceKind.Unknown).Select(p => p.Token);
        IReadOnlyList<AddedToken> all = [.. added.Concat(control).DistinctBy(t => t.Id).OrderBy(t => t.Id)];
        var parts = TokenizerParts.Read(path, new JsonObject { ["post_processor"] = Frame(config, all) }, model, all);
        return new Tokenizer(parts with
        {
            Normalizer = new SentencePieceNormalizer(file, model.UserDefined, model.HasUserDefined),
            Decoder = new SentencePieceDecoder(model),
            Originals = [("tokenizer.model", bytes)]
        }, config);
    }

    private static SentencePieceFile Parse(string path, byte[] bytes)
    {
        try
        {
            return SentencePieceFile.Read(bytes);
        }
        catch (FormatException error)
        {
            var isText = bytes.Length > 0 && bytes.AsSpan(0, Math.Min(bytes.Length, 64)).IndexOfAnyExceptInRange((byte)9, (byte)126) < 0;
            throw new TokenizerException(path, $"expected a SentencePiece model: {error.Message}" + (isText
                ? "; it looks like text: if it holds tiktoken ranks, give an encoding.json that names it (\"ranks\") and its expression (\"pat_str\")" : ""), error);
        }
    }

    /// <summary>The start and end token around a text, as tokenizer_config.json asks; Llama's tokenizers put the start without being asked.</summary>
    private static JsonObject? Frame(TokenizerConfig config, IReadOnlyList<AddedToken> tokens)
    {
        var start = Asked(config, "add_bos_token", "Llama", "CodeLlama", "Gemma") ? config.StartToken : null;
        var end = Asked(config, "add_eos_token", "T5", "MT5") ? config.EndToken : null;
        var special = new JsonObject();
        foreach (var name in new[] { start, end }.OfType<string>().Distinct())
        {
            var token = tokens.FirstOrDefault(t => t.Content == name) ?? throw new FormatException($"'{name}' is to be put around texts, but no special token has that name");
            special[name] = new JsonObject { ["id"] = name, ["ids"] = new JsonArray(token.Id), ["tokens"] = new JsonArray(name) };
        }
        return special.Count == 0 ? null : new JsonObject
        {
            ["type"] = "TemplateProcessing",
            ["single"] = new JsonArray([.. Framed(start, end, "A", 0)]),
            ["pair"] = new JsonArray([.. Framed(start, end, "A", 0), .. Framed(start, end, "B", 1)]),
            ["special_tokens"] = special
        };
    }

    private static bool Asked(TokenizerConfig config, string key, params string[] classes) =>
        config.Others[key] is JsonValue value && value.TryGetValue<bool>(out var asked) ? asked
        : config.Others["tokenizer_class"] is JsonValue name && name.TryGetValue<string>(out var type) && classes.Any(c => type.StartsWith(c, StringComparison.Ordinal));

    private static IEnumerable<JsonNode> Framed(string? start, string? end, string text, int type)
    {
        if (start is not null) yield return new JsonObject { ["SpecialToken"] = new JsonObject { ["id"] = start, ["type_id"] = type } };
        yield return new JsonObject { ["Sequence"] = new JsonObject { ["id"] = text, ["type_id"] = type } };
        if (end is not null) yield return new JsonObject { ["SpecialToken"] = new JsonObject { ["id"] = end, ["type_id"] = type } };
    }
}
