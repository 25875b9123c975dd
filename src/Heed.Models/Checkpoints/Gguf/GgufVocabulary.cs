using System.Text.Json.Nodes;
using Heed.Runs;

namespace Heed.Models.Checkpoints.Gguf;

/// <summary>A tokenizer.json as the keys llama.cpp reads: byte-level BPE ("gpt2") and BPE with byte fallback as SentencePiece has it ("llama").</summary>
internal sealed class GgufVocabulary
{
    private const int Normal = 1, Unknown = 2, Control = 3, UserDefined = 4, Unused = 5, Byte = 6;

    private readonly JsonObject _json, _model;
    private readonly string _file;
    private readonly List<string> _merges;

    public GgufVocabulary(string file)
    {
        _file = file;
        _json = HuggingFaceFolder.ReadObject(file);
        _model = _json["model"] as JsonObject ?? throw new CheckpointException($"{file} has no model.");
        if ((string?)_model["type"] is { } type && type != "BPE") throw new CheckpointException($"{file}: a {type} tokenizer cannot be exported as GGUF; BPE is written, byte-level or with byte fallback.");
        _merges = [.. (_model["merges"] as JsonArray ?? []).Select(m => m is JsonArray pair ? $"{(string?)pair[0]} {(string?)pair[1]}" : (string)m!)];
    }

    /// <summary>What llama.cpp calls the way texts are split before merging; null where it has no name for it.</summary>
    public string? Splitting => IsByteLevel ? GgufSplitting.Find(_json["pre_tokenizer"]) : "default";

    /// <param name="size">Rows of the embedding: tokens beyond the vocabulary are listed as unused.</param>
    public void AddTo(GgufMetadata keys, int size)
    {
        var added = (_json["added_tokens"] as JsonArray ?? []).OfType<JsonObject>().ToDictionary(t => (int)t["id"]!);
        var names = Enumerable.Range(0, size).Select(i => $"[PAD{i}]").ToArray();
        var types = Enumerable.Repeat(Unused, size).ToArray();
        void Set(int id, string name, int type)
        {
            if (id < 0 || id >= size) throw new CheckpointException($"{_file}: token '{name}' has the number {id}; the model's embedding has {size} rows.");
            (names[id], types[id]) = (name, type);
        }
        foreach (var (name, id) in Tokens()) Set(id, name, IsByteLevel ? Normal : TypeOf(name));
        foreach (var (id, token) in added) Set(id, (string)token["content"]!, Type(token));
        keys.Add("tokenizer.ggml.model", IsByteLevel ? "gpt2" : "llama");
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
    }

    private bool IsByteLevel => _model["byte_fallback"] is null || !(bool)_model["byte_fallback"]!;

    private int Type(JsonObject token) => (string?)token["content"] == (string?)_model["unk_token"] && !IsByteLevel ? Unknown : (bool?)token["special"] == true ? Control : UserDefined;

    private int TypeOf(string name) => name == (string?)_model["unk_token"] ? Unknown : name.Length == 6 && name.StartsWith("<0x", StringComparison.Ordinal) && name[^1] == '>' ? Byte : Normal;

    private IEnumerable<KeyValuePair<string, int>> Tokens() =>
        (_model["vocab"] as JsonObject ?? throw new CheckpointException($"{_file} has no vocabulary.")).Select(t => KeyValuePair.Create(t.Key, (int)t.Value!));

    // SentencePiece merges the pair whose piece scores best: the earlier a merge, the better.
    private float[] Scores(string[] names)
    {
        var ranks = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < _merges.Count; i++) ranks.TryAdd(_merges[i].Replace(" ", ""), i);
        return Array.ConvertAll(names, name => ranks.TryGetValue(name, out var rank) ? -(float)rank : 0);
    }

    private uint? UnknownId(string[] names) => (string?)_model["unk_token"] is { } unknown && Array.IndexOf(names, unknown) is var id && id >= 0 ? (uint)id : null;

    // A start token that the post-processor puts before a text.
    private bool StartsWithSpecial => Components(_json["post_processor"], "processors").Any(p => (string?)p["type"] == "TemplateProcessing" && p["single"] is JsonArray { Count: > 0 } single && single[0]?["SpecialToken"] is not null);

    private bool AddsSpace => Components(_json["normalizer"], "normalizers").Any(n => (string?)n["type"] == "Prepend")
        || Components(_json["pre_tokenizer"], "pretokenizers").Any(p => (string?)p["type"] == "Metaspace" && (string?)p["prepend_scheme"] != "never");

    internal static IEnumerable<JsonObject> Components(JsonNode? node, string list) => node is not JsonObject component ? []
        : component[list] is JsonArray inner ? inner.SelectMany(c => Components(c, list)) : [component];
}
