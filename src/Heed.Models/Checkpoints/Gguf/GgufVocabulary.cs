using System.Text.Json.Nodes;
using Heed.Runs;

namespace Heed.Models.Checkpoints.Gguf;

/// <summary>A tokenizer.json as the keys llama.cpp reads: byte-level BPE ("gpt2"), BPE with byte fallback as SentencePiece has it ("llama") and Unigram ("t5").</summary>
internal sealed class GgufVocabulary
{
    private readonly JsonObject _json, _model;
    private readonly string _file;
    private readonly List<string> _merges;

    public GgufVocabulary(string file)
    {
        _file = file;
        _json = HuggingFaceFolder.ReadObject(file);
        _model = _json["model"] as JsonObject ?? throw new CheckpointException($"{file} has no model.");
        if ((string?)_model["type"] is { } type and not ("BPE" or "Unigram"))
            throw new CheckpointException($"{file}: a {type} tokenizer cannot be exported as GGUF; BPE is written, byte-level or with byte fallback, and Unigram.");
        _merges = [.. (_model["merges"] as JsonArray ?? []).Select(m => m is JsonArray pair ? $"{(string?)pair[0]} {(string?)pair[1]}" : (string)m!)];
    }

    /// <summary>What llama.cpp calls the way texts are split before merging; null where it has no name for it.</summary>
    public string? Splitting => IsByteLevel ? GgufSplitting.Find(_json["pre_tokenizer"]) : "default";

    /// <param name="size">Rows of the embedding: tokens beyond the vocabulary are listed as unused.</param>
    public void AddTo(GgufMetadata keys, int size)
    {
        var added = (_json["added_tokens"] as JsonArray ?? []).OfType<JsonObject>().ToDictionary(t => (int)t["id"]!);
        var names = Enumerable.Range(0, size).Select(i => $"[PAD{i}]").ToArray();
        var types = Enumerable.Repeat(GgufTokenType.Unused, size).ToArray();
        void Set(int id, string name, int type)
        {
            if (id < 0 || id >= size) throw new CheckpointException($"{_file}: token '{name}' has the number {id}; the model's embedding has {size} rows.");
            (names[id], types[id]) = (name, type);
        }
        foreach (var (name, id) in Tokens()) Set(id, name, IsByteLevel ? GgufTokenType.Normal : TypeOf(name, id));
        foreach (var (id, token) in added) Set(id, (string)token["content"]!, Type(token));
        keys.Add("tokenizer.ggml.model", IsByteLevel ? "gpt2" : IsUnigram ? "t5" : "llama");
        keys.Add("tokenizer.ggml.pre", Splitting ?? "default");
        keys.Add("tokenizer.ggml.tokens", names);
        if (!IsByteLevel) keys.Add("tokenizer.ggml.scores", Scores(names));
        keys.Add("tokenizer.ggml.token_type", types);
        if (IsByteLevel) keys.Add("tokenizer.ggml.merges", _merges.ToArray());
        else if (UnknownId(names) is { } unknown) keys.Add("tokenizer.ggml.unknown_token_id", unknown);
        keys.Add("tokenizer.ggml.add_bos_token", StartsWithSpecial);
        if (IsByteLevel) return;
        keys.Add("tokenizer.ggml.add_eos_token", false);
        keys.Add("tokenizer.ggml.add_space_prefix", AddsSpace);
        if (IsUnigram) AddNormalisation(keys);
    }

    private void AddNormalisation(GgufMetadata keys)
    {
        var parts = Components(_json["normalizer"], "normalizers").ToList();
        keys.Add("tokenizer.ggml.remove_extra_whitespaces", parts.Any(n => (string?)n["type"] == "Replace" && (string?)n["pattern"]?["Regex"] == " {2,}"));
        if (parts.FirstOrDefault(n => (string?)n["type"] == "Precompiled") is { } map) keys.Add("tokenizer.ggml.precompiled_charsmap", Convert.FromBase64String((string)map["precompiled_charsmap"]!));
    }

    private bool IsUnigram => (string?)_model["type"] == "Unigram";

    private bool IsByteLevel => !IsUnigram && (_model["byte_fallback"] is null || !(bool)_model["byte_fallback"]!);

    private int Type(JsonObject token) => (string?)token["content"] == (string?)_model["unk_token"] && !IsByteLevel ? GgufTokenType.Unknown
        : (bool?)token["special"] == true ? GgufTokenType.Control : GgufTokenType.UserDefined;

    private int TypeOf(string name, int id) => name == (string?)_model["unk_token"] || (IsUnigram && id == (int?)_model["unk_id"]) ? GgufTokenType.Unknown
        : name.Length == 6 && name.StartsWith("<0x", StringComparison.Ordinal) && name[^1] == '>' ? GgufTokenType.Byte : GgufTokenType.Normal;

    private IEnumerable<KeyValuePair<string, int>> Tokens() => _model["vocab"] switch
    {
        JsonObject named => named.Select(t => KeyValuePair.Create(t.Key, (int)t.Value!)),
        JsonArray listed => listed.Select((t, id) => KeyValuePair.Create((string)t![0]!, id)),
        _ => throw new CheckpointException($"{_file} has no vocabulary."),
    };

    // SentencePiece merges the pair whose piece scores best: the earlier a merge, the better.
    private float[] Scores(string[] names)
    {
        if (_model["vocab"] is JsonArray listed) return [.. names.Select((_, id) => id < listed.Count ? (float)(double)listed[id]![1]! : 0)];
        var ranks = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < _merges.Count; i++) ranks.TryAdd(_merges[i].Replace(" ", ""), i);
        return Array.ConvertAll(names, name => ranks.TryGetValue(name, out var rank) ? -(float)rank : 0);
    }

    private uint? UnknownId(string[] names) => IsUnigram ? _model["unk_id"] is { } number ? (uint)number : null : (string?)_model["unk_token"] is { } unknown && Array.IndexOf(names, unknown) is var id && id >= 0 ? (uint)id : null;

    // A start token that the post-processor puts before a text.
    private bool StartsWithSpecial => Components(_json["post_processor"], "processors").Any(p => (string?)p["type"] == "TemplateProcessing" && p["single"] is JsonArray { Count: > 0 } single && single[0]?["SpecialToken"] is not null);

    private bool AddsSpace => Components(_json["normalizer"], "normalizers").Any(n => (string?)n["type"] == "Prepend")
        || Components(_json["pre_tokenizer"], "pretokenizers").Any(p => (string?)p["type"] == "Metaspace" && (string?)p["prepend_scheme"] != "never");

    internal static IEnumerable<JsonObject> Components(JsonNode? node, string list) => node is not JsonObject component ? []
        : component[list] is JsonArray inner ? inner.SelectMany(c => Components(c, list)) : [component];
}
