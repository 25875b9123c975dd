using System.Text.Json.Nodes;
using Heed.Runs;

namespace Heed.Models.Checkpoints.Gguf;

/// <summary>A config.json as the keys of a GGUF file.</summary>
internal sealed class GgufConfig
{
    private readonly JsonObject _json;
    private readonly string _where, _type;

    public GgufConfig(JsonObject json, string where)
    {
        // Read as a file would be: a number made in memory keeps its type.
        (_json, _where, _type) = (JsonNode.Parse(json.ToJsonString())!.AsObject(), where, (string?)json["model_type"] ?? "");
        if (!Architectures.ContainsKey(_type))
            throw new CheckpointException($"{where}: a model of type {_type} cannot be exported as GGUF; {string.Join(", ", Architectures.Keys)} can.");
        if (Rope("rope_type") is { } rope && (string)rope! is not ("default" or "linear" or "yarn" or "llama3"))
            throw new CheckpointException($"{where}: rotary frequencies stretched the way '{(string)rope!}' does have no place in a GGUF file of this family.");
        if (IsYarnOfItsOwn())
            throw new CheckpointException($"{where}: yarn with attention_factor, mscale or truncate of its own has no place in a GGUF file; llama.cpp would compute other logits. Export it as safetensors.");
        if (Activation is var (found, read) && !read.Contains(found))
            throw new CheckpointException($"{where}: the activation {found} has no place in a GGUF file of {Architecture}: llama.cpp computes {read[0]} and would give other logits. Export it as safetensors.");
        if (_json["sliding_window"] is { } window && window.GetValueKind() == System.Text.Json.JsonValueKind.Number && (int)window < Positions && (bool?)_json["use_sliding_window"] != false)
            throw new CheckpointException($"{where}: attention has a window of {(int)window} within {Positions} positions, which llama.cpp's {Architecture} does not know. Set max_position_embeddings to the window to export it.");
    }

    private static readonly Dictionary<string, string> Architectures = new()
    {
        ["llama"] = "llama",
        ["mistral"] = "llama",
        ["qwen2"] = "qwen2",
        ["qwen3"] = "qwen3",
        ["gpt2"] = "gpt2",
        ["gpt_neox"] = "gptneox",
    };

    public string Architecture => Architectures[_type];

    public int Heads => Integer("num_attention_heads", "n_head");

    public int KeyValueHeads => Optional("num_key_value_heads") ?? Heads;

    /// <summary>Whether ggml turns neighbours where Hugging Face turns halves, in this architecture.</summary>
    public bool TurnsNeighbours => Architecture == "llama";

    /// <summary>The model's, and the names of the one that llama.cpp computes.</summary>
    private (string Found, string[] Read) Activation => Architecture switch
    {
        "gpt2" => ((string?)_json["activation_function"] ?? "gelu_new", ["gelu_new", "gelu_pytorch_tanh", "gelu_fast"]),
        "gptneox" => ((string?)_json["hidden_act"] ?? "gelu", ["gelu"]),
        _ => ((string?)_json["hidden_act"] ?? "silu", ["silu", "swish"]),
    };

    private int Positions => Integer("max_position_embeddings", "n_positions");

    private int Width => Integer("hidden_size", "n_embd");

    private int HeadWidth => Optional("head_dim") ?? Width / Heads;

    public void AddTo(GgufMetadata keys, string name, GgufType type)
    {
        void Add(string key, object value) => keys.Add($"{Architecture}.{key}", value);
        keys.Add("general.architecture", Architecture);
        keys.Add("general.type", "model");
        keys.Add("general.name", name);
        Add("block_count", (uint)Integer("num_hidden_layers", "n_layer"));
        Add("context_length", (uint)Positions);
        Add("embedding_length", (uint)Width);
        Add("feed_forward_length", (uint)(Optional("intermediate_size") ?? Optional("n_inner") ?? 4 * Width));
        Add("attention.head_count", (uint)Heads);
        if (Architecture is not ("gpt2" or "gptneox")) Add("attention.head_count_kv", (uint)KeyValueHeads);
        if (Architecture != "gpt2") Add("rope.freq_base", (float)Number(Rope("rope_theta") ?? _json["rope_theta"] ?? _json["rotary_emb_base"], 10000));
        if (Architecture is "gpt2" or "gptneox") Add("attention.layer_norm_epsilon", (float)Number(_json["layer_norm_epsilon"] ?? _json["layer_norm_eps"], 1e-5));
        else Add("attention.layer_norm_rms_epsilon", (float)Number(_json["rms_norm_eps"], 1e-6));
        Add("vocab_size", (uint)Integer("vocab_size"));
        if (Architecture == "gptneox") Add("use_parallel_residual", (bool?)_json["use_parallel_residual"] ?? true);
        if (Architecture != "gpt2") Add("rope.dimension_count", (uint)(HeadWidth * Number(Rope("partial_rotary_factor") ?? _json["rotary_pct"] ?? _json["partial_rotary_factor"], 1)));
        if (HeadWidth * Heads != Width)
        {
            Add("attention.key_length", (uint)HeadWidth);
            Add("attention.value_length", (uint)HeadWidth);
        }
        AddScaling(Add);
        keys.Add("general.file_type", type.FileType());
        keys.Add("general.quantization_version", 2u);
    }

    public void AddSpecialTokens(GgufMetadata keys)
    {
        if (keys["tokenizer.ggml.model"] is null) return;
        if (First("bos_token_id") is { } start) keys.Add("tokenizer.ggml.bos_token_id", start);
        if (First("eos_token_id") is { } end) keys.Add("tokenizer.ggml.eos_token_id", end);
    }

    /// <summary>What each rotary frequency is divided by where the scaling is Llama 3's, which ggml keeps as a tensor; else null.</summary>
    public float[]? RopeDivisors()
    {
        if ((string?)Rope("rope_type") != "llama3") return null;
        var (low, high, factor) = (Number(Rope("low_freq_factor"), 1), Number(Rope("high_freq_factor"), 4), Number(Rope("factor"), 1));
        var original = Number(Rope("original_max_position_embeddings"), Positions);
        var @base = Number(Rope("rope_theta") ?? _json["rope_theta"], 10000);
        return [.. Enumerable.Range(0, HeadWidth / 2).Select(i =>
        {
            var wave = 2 * Math.PI * Math.Pow(@base, 2.0 * i / HeadWidth);
            var kept = (original / wave - low) / (high - low);
            return (float)(wave < original / high ? 1 : wave > original / low ? factor : 1 / ((1 - kept) / factor + kept));
        })];
    }

    private void AddScaling(Action<string, object> add)
    {
        var kind = (string?)Rope("rope_type");
        if (kind is not ("linear" or "yarn")) return;
        add("rope.scaling.type", kind);
        add("rope.scaling.factor", (float)Number(Rope("factor"), 1));
        if (kind == "linear") return;
        add("rope.scaling.original_context_length", (uint)Number(Rope("original_max_position_embeddings"), Positions));
        add("rope.scaling.yarn_beta_fast", (float)Number(Rope("beta_fast"), 32));
        add("rope.scaling.yarn_beta_slow", (float)Number(Rope("beta_slow"), 1));
    }

    private bool IsYarnOfItsOwn()
    {
        if ((string?)Rope("rope_type") != "yarn") return false;
        var usual = 0.1 * Math.Log(Math.Max(1, Number(Rope("factor"), 1))) + 1;
        return Math.Abs(Number(Rope("attention_factor"), usual) - usual) > 1e-6 || Rope("mscale") is not null || Rope("mscale_all_dim") is not null || (bool?)Rope("truncate") == false;
    }

    // Both spellings of a config hold it: rope_parameters, or rope_scaling beside rope_theta.
    private JsonNode? Rope(string key) => (_json["rope_parameters"] as JsonObject)?[key] ?? (_json["rope_scaling"] as JsonObject)?[key] ?? (key == "rope_type" ? (_json["rope_scaling"] as JsonObject)?["type"] : null);

    private uint? First(string key) => _json[key] switch
    {
        JsonArray { Count: > 0 } several => (uint)(int)several[0]!,
        JsonValue one => (uint)(int)one,
        _ => null
    };

    private static double Number(JsonNode? node, double absent) => node is null ? absent : (double)node;

    private int? Optional(string key) => _json[key] is { } node ? (int)node : null;

    private int Integer(params string[] keys) => keys.Select(Optional).FirstOrDefault(n => n is not null) ?? throw new CheckpointException($"{_where}: config.json lacks {keys[0]}.");
}
