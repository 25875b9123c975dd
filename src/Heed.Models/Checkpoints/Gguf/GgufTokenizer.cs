using System.Text.Json.Nodes;
using Heed.Runs;

namespace Heed.Models.Checkpoints.Gguf;

/// <summary>
/// The vocabulary in a GGUF file's keys as tokenizer.json and tokenizer_config.json: byte-level BPE ("gpt2"), BPE as SentencePiece has it
/// ("llama") and Unigram ("t5").
/// </summary>
internal sealed class GgufTokenizer
{
    private const string Space = "\u2581";

    private readonly string _file;
    private readonly GgufMetadata _keys;
    private readonly string[] _tokens;
    private readonly int[] _types;
    private readonly float[] _scores;

    private GgufTokenizer(string file, GgufMetadata keys)
    {
        (_file, _keys) = (file, keys);
        _tokens = List<string>("tokens") ?? throw Wrong("has no tokenizer.ggml.tokens");
        _types = List<int>("token_type") ?? [.. Enumerable.Repeat(GgufTokenType.Normal, _tokens.Length)];
        _scores = List<float>("scores") ?? new float[_tokens.Length];
        if (_types.Length != _tokens.Length || _scores.Length != _tokens.Length) throw Wrong($"has {_tokens.Length} tokens, {_types.Length} token types and {_scores.Length} scores");
        if (!_scores.All(float.IsFinite)) throw Wrong("has a token whose score is no number");
    }

    private string Kind => _keys["tokenizer.ggml.model"] as string ?? "";

    /// <summary>The tokenizer of a file; null where it has none.</summary>
    /// <exception cref="CheckpointException">It is of a kind that is not read, or its keys do not fit together.</exception>
    public static GgufTokenizer? Of(GgufReader file) =>
        file.Metadata["tokenizer.ggml.model"] is null or "none" or "no_vocab" ? null : new GgufTokenizer(file.Path, file.Metadata);

    /// <summary>tokenizer.json.</summary>
    public JsonObject Json()
    {
        var (model, pipeline) = Kind switch
        {
            "gpt2" => (Merging(Pairs(), byteFallback: false), BytePipeline()),
            "llama" => (Merging(GgufMerges.Of(_tokens, _scores, _types), byteFallback: true), SpacePipeline()),
            "t5" => (Unigram(), SpacePipeline()),
            var other => throw Wrong($"has a tokenizer of the kind '{other}'; gpt2, llama and t5 are read"),
        };
        return new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = new JsonArray([.. Enumerable.Range(0, _tokens.Length).Where(IsAdded).Select(Added)]),
            ["normalizer"] = pipeline["normalizer"]?.DeepClone(),
            ["pre_tokenizer"] = pipeline["pre_tokenizer"]?.DeepClone(),
            ["post_processor"] = StartsWith is { } start ? Framing(start) : null,
            ["decoder"] = pipeline["decoder"]!.DeepClone(),
            ["model"] = model,
        };
    }

    /// <summary>tokenizer_config.json, with the chat template.</summary>
    public JsonObject Config()
    {
        var json = new JsonObject { ["tokenizer_class"] = "PreTrainedTokenizerFast", ["clean_up_tokenization_spaces"] = false, ["add_bos_token"] = StartsWith is not null };
        foreach (var (name, key) in new[] { ("bos_token", "bos"), ("eos_token", "eos"), ("unk_token", "unknown"), ("pad_token", "padding") })
            if (Special(key) is { } id) json[name] = _tokens[id];
        if (_keys["tokenizer.chat_template"] is string template) json["chat_template"] = template;
        return json;
    }

    private JsonObject Merging(IEnumerable<string[]> merges, bool byteFallback) => new()
    {
        ["type"] = "BPE",
        ["dropout"] = null,
        ["unk_token"] = byteFallback && Special("unknown") is { } unknown ? _tokens[unknown] : null,
        ["continuing_subword_prefix"] = null,
        ["end_of_word_suffix"] = null,
        ["fuse_unk"] = byteFallback,
        ["byte_fallback"] = byteFallback,
        ["ignore_merges"] = _keys["tokenizer.ggml.pre"] is "llama-bpe" or "llama3" or "llama-v3",
        ["vocab"] = new JsonObject(Enumerable.Range(0, _tokens.Length).Where(i => _types[i] != GgufTokenType.Unused).DistinctBy(i => _tokens[i]).Select(i => KeyValuePair.Create(_tokens[i], (JsonNode?)i))),
        ["merges"] = new JsonArray([.. merges.Select(m => (JsonNode)new JsonArray(m[0], m[1]))]),
    };

    private JsonObject Unigram() => new()
    {
        ["type"] = "Unigram",
        ["unk_id"] = Special("unknown"),
        ["vocab"] = new JsonArray([.. _tokens.Select((token, id) => (JsonNode)new JsonArray(token, double.Parse(_scores[id].ToString("R"))))]),
        ["byte_fallback"] = _types.Count(t => t == GgufTokenType.Byte) == 256,
    };

    private IEnumerable<string[]> Pairs() => (List<string>("merges") ?? throw Wrong("has no tokenizer.ggml.merges")).Select(Pair);

    private string[] Pair(string merge)
    {
        // The first letter may be a space where the vocabulary is not spelled in bytes.
        var space = merge.Length < 3 ? -1 : merge.IndexOf(' ', 1);
        return space > 0 && space < merge.Length - 1 ? [merge[..space], merge[(space + 1)..]] : throw Wrong($"lists the merge '{merge}'; expected two tokens with a space between");
    }

    private JsonObject BytePipeline()
    {
        var name = _keys["tokenizer.ggml.pre"] as string ?? "default";
        return new JsonObject
        {
            ["pre_tokenizer"] = GgufSplitting.Of(name) ?? throw Wrong($"splits texts the way llama.cpp calls '{name}', which is not known here"),
            ["decoder"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = true, ["trim_offsets"] = true, ["use_regex"] = true },
        };
    }

    private JsonObject SpacePipeline()
    {
        var normalizers = new JsonArray();
        if (_keys["tokenizer.ggml.precompiled_charsmap"] is Array { Length: > 0 } map)
            normalizers.Add(new JsonObject { ["type"] = "Precompiled", ["precompiled_charsmap"] = Convert.ToBase64String(map as byte[] ?? [.. ((map as sbyte[]) ?? throw Wrong("has a character map that is no bytes")).Select(b => (byte)b)]) });
        if (_keys["tokenizer.ggml.remove_extra_whitespaces"] is true)
        {
            normalizers.Add(new JsonObject { ["type"] = "Strip", ["strip_left"] = true, ["strip_right"] = true });
            normalizers.Add(Replacing(new JsonObject { ["Regex"] = " {2,}" }, " "));
        }
        var prefixed = _keys["tokenizer.ggml.add_space_prefix"] as bool? ?? true;
        if (prefixed) normalizers.Add(new JsonObject { ["type"] = "Prepend", ["prepend"] = Space });
        normalizers.Add(Replacing(new JsonObject { ["String"] = " " }, Space));
        var decoders = new JsonArray(Replacing(new JsonObject { ["String"] = Space }, " "), new JsonObject { ["type"] = "ByteFallback" }, new JsonObject { ["type"] = "Fuse" });
        if (prefixed) decoders.Add(new JsonObject { ["type"] = "Strip", ["content"] = " ", ["start"] = 1, ["stop"] = 0 });
        return new JsonObject
        {
            ["normalizer"] = new JsonObject { ["type"] = "Sequence", ["normalizers"] = normalizers },
            ["decoder"] = new JsonObject { ["type"] = "Sequence", ["decoders"] = decoders },
        };
    }

    private static JsonObject Replacing(JsonObject pattern, string content) => new() { ["type"] = "Replace", ["pattern"] = pattern, ["content"] = content };

    private bool IsAdded(int id) => _types[id] is GgufTokenType.Control or GgufTokenType.UserDefined or GgufTokenType.Unknown;

    private JsonObject Added(int id) => new()
    {
        ["id"] = id,
        ["content"] = _tokens[id],
        ["single_word"] = false,
        ["lstrip"] = false,
        ["rstrip"] = false,
        ["normalized"] = false,
        ["special"] = _types[id] != GgufTokenType.UserDefined,
    };

    /// <summary>The start token that is put before a text; null where none is.</summary>
    private int? StartsWith => (_keys["tokenizer.ggml.add_bos_token"] as bool? ?? Kind == "llama") ? Special("bos") : null;

    private JsonObject Framing(int start)
    {
        JsonObject Token() => new() { ["SpecialToken"] = new JsonObject { ["id"] = _tokens[start], ["type_id"] = 0 } };
        JsonObject Text(string which, int type) => new() { ["Sequence"] = new JsonObject { ["id"] = which, ["type_id"] = type } };
        return new JsonObject
        {
            ["type"] = "TemplateProcessing",
            ["single"] = new JsonArray(Token(), Text("A", 0)),
            ["pair"] = new JsonArray(Token(), Text("A", 0), Text("B", 1)),
            ["special_tokens"] = new JsonObject { [_tokens[start]] = new JsonObject { ["id"] = _tokens[start], ["ids"] = new JsonArray(start), ["tokens"] = new JsonArray(_tokens[start]) } },
        };
    }

    private int? Special(string name) => _keys[$"tokenizer.ggml.{name}_token_id"] switch
    {
        uint id when id < _tokens.Length => (int)id,
        int id when id >= 0 && id < _tokens.Length => id,
        _ => null
    };

    private T[]? List<T>(string key) => _keys[$"tokenizer.ggml.{key}"] switch
    {
        null => null,
        T[] list => list,
        var other => throw Wrong($"has a tokenizer.ggml.{key} that is {other.GetType().Name}; {typeof(T).Name}[] was expected"),
    };

    private CheckpointException Wrong(string what) => new($"{_file} {what}.");
}
