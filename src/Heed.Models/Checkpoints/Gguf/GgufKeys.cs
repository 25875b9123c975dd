using System.Text.Json.Nodes;
using Heed.Runs;

namespace Heed.Models.Checkpoints.Gguf;

/// <summary>The keys of a GGUF file as a config.json.</summary>
internal sealed class GgufKeys
{
    public const string RopeDivisors = "rope_freqs.weight";

    private static readonly Dictionary<string, string> ModelTypes = new() { ["llama"] = "llama", ["qwen2"] = "qwen2", ["qwen3"] = "qwen3", ["gpt2"] = "gpt2", ["gptneox"] = "gpt_neox" };

    private readonly GgufReader _file;
    private readonly string _architecture;

    public GgufKeys(GgufReader file)
    {
        _file = file;
        _architecture = file.Metadata["general.architecture"] as string ?? throw new CheckpointException($"{file.Path} does not say its general.architecture.");
        if (!ModelTypes.ContainsKey(_architecture)) throw new CheckpointException($"{file.Path} holds a model of architecture '{_architecture}'; {string.Join(", ", ModelTypes.Keys)} are read.");
    }

    public int Heads => Integer("attention.head_count");

    public int KeyValueHeads => Optional("attention.head_count_kv") ?? Heads;

    public bool TurnsNeighbours => _architecture == "llama";

    public JsonObject Config()
    {
        var json = new JsonObject
        {
            ["model_type"] = ModelTypes[_architecture],
            ["vocab_size"] = Vocabulary(),
            ["tie_word_embeddings"] = !_file.Tensors.ContainsKey("output.weight"),
            ["bos_token_id"] = Special("bos_token_id"),
            ["eos_token_id"] = Special("eos_token_id"),
        };
        if (_architecture == "gpt2") AddGpt2(json);
        else AddRotary(json);
        return JsonNode.Parse(json.ToJsonString())!.AsObject(); // numbers made in memory keep their types
    }

    private void AddGpt2(JsonObject json)
    {
        json["n_embd"] = Integer("embedding_length");
        json["n_layer"] = Integer("block_count");
        json["n_head"] = Heads;
        json["n_positions"] = Integer("context_length");
        json["n_inner"] = Integer("feed_forward_length");
        json["layer_norm_epsilon"] = Epsilon("attention.layer_norm_epsilon");
    }

    private void AddRotary(JsonObject json)
    {
        var width = Math.Max(1, Optional("attention.key_length") ?? Integer("embedding_length") / Math.Max(1, Heads));
        json["hidden_size"] = Integer("embedding_length");
        json["num_hidden_layers"] = Integer("block_count");
        json["num_attention_heads"] = Heads;
        json["num_key_value_heads"] = KeyValueHeads;
        json["head_dim"] = width;
        json["intermediate_size"] = Integer("feed_forward_length");
        json["max_position_embeddings"] = Integer("context_length");
        if (_architecture == "gptneox")
        {
            json["layer_norm_eps"] = Epsilon("attention.layer_norm_epsilon");
            json["use_parallel_residual"] = Key("use_parallel_residual") as bool? ?? true;
            json["rotary_pct"] = (Optional("rope.dimension_count") ?? width) / (double)width;
            json["rotary_emb_base"] = Base;
        }
        else json["rms_norm_eps"] = Epsilon("attention.layer_norm_rms_epsilon");
        if (_architecture == "llama") json["attention_bias"] = _file.Tensors.ContainsKey("blk.0.attn_q.bias");
        if (_architecture == "llama") json["mlp_bias"] = _file.Tensors.ContainsKey("blk.0.ffn_up.bias");
        json["rope_theta"] = Base;
        if (Scaling(width) is { } scaling) json["rope_scaling"] = scaling;
    }

    private double Base => Widened(Key("rope.freq_base"), 10000);

    private JsonObject? Scaling(int width)
    {
        if (_file.Tensors.TryGetValue(RopeDivisors, out var entry))
        {
            if (entry.Length != width / 2) throw new CheckpointException($"{_file.Path}: {RopeDivisors} has {entry.Length} elements; a head of {width} turns {width / 2} pairs.");
            var divisors = new float[entry.Length];
            _file.Read(RopeDivisors, divisors);
            return GgufRope.Llama3(_file.Path, divisors, Base, width, Integer("context_length"));
        }
        return Key("rope.scaling.type") switch
        {
            null or "none" => null,
            "linear" => new JsonObject { ["rope_type"] = "linear", ["factor"] = Widened(Key("rope.scaling.factor"), 1) },
            "yarn" => new JsonObject
            {
                ["rope_type"] = "yarn",
                ["factor"] = Widened(Key("rope.scaling.factor"), 1),
                ["original_max_position_embeddings"] = Integer("rope.scaling.original_context_length"),
                ["beta_fast"] = Widened(Key("rope.scaling.yarn_beta_fast"), 32),
                ["beta_slow"] = Widened(Key("rope.scaling.yarn_beta_slow"), 1),
            },
            var other => throw new CheckpointException($"{_file.Path}: rope scaling '{other}' is not read."),
        };
    }

    private object? Key(string name) => _file.Metadata[$"{_architecture}.{name}"];

    private int? Optional(string name) => Key(name) switch
    {
        null => null,
        uint n when n <= int.MaxValue => (int)n,
        int n when n >= 0 => n,
        ulong n when n <= int.MaxValue => (int)n,
        var other => throw new CheckpointException($"{_file.Path}: {_architecture}.{name} is {other}; a count was expected."),
    };

    private int Integer(string name) => Optional(name) ?? throw new CheckpointException($"{_file.Path} lacks the key {_architecture}.{name}.");

    private int? Special(string name) => _file.Metadata[$"tokenizer.ggml.{name}"] is uint id && id <= int.MaxValue ? (int)id : null;

    private double Epsilon(string name) => Widened(Key(name), 1e-5);

    // 1e-06 is stored as the float nearest to it; the shortest decimal of that float is what was meant.
    private double Widened(object? value, double absent) => value switch
    {
        float f when float.IsFinite(f) => double.Parse(f.ToString("R")),
        double d when double.IsFinite(d) => d,
        float or double => throw new CheckpointException($"{_file.Path}: a key of the model is {value}; a finite number was expected."),
        _ => absent
    };

    private int Vocabulary() => _file.Tensors.TryGetValue("token_embd.weight", out var entry) && entry.Shape.Count == 2 && entry.Shape[0] <= int.MaxValue ? (int)entry.Shape[0]
        : throw new CheckpointException($"{_file.Path} lacks the tensor 'token_embd.weight'.");
}
