using System.Text.Json.Nodes;
using Heed.Models.Checkpoints;

namespace Heed.Models.Adapters;

/// <summary>adapter_config.json of Hugging Face's PEFT, in and out.</summary>
internal static class PeftConfig
{
    /// <summary>Switches of PEFT that change what an adapter computes and that Heed does not have.</summary>
    private static readonly string[] Lacking =
    [
        "use_qalora", "use_bdlora", "layer_replication", "trainable_token_indices", "target_parameters", "alora_invocation_tokens",
        "arrow_config", "monteclora_config", "velora_config", "kasa_config",
    ];

    public static AdapterConfig Read(JsonObject json, string where)
    {
        var keys = new ConfigKeys(json, where);
        if (keys.Text("peft_type", "LORA") is var type && type != "LORA") throw keys.Unsupported($"peft_type {type}");
        foreach (var key in Lacking)
            if (json[key] is { } value && value.ToJsonString() is not ("false" or "{}" or "[]")) throw keys.Unsupported($"{key} {value.ToJsonString()}");
        if (json["init_lora_weights"] is JsonValue start && start.TryGetValue<string>(out var name) && name is not ("gaussian" or "eva" or "orthogonal"))
            throw keys.Unsupported($"init_lora_weights {name}, which changes the base model's weights; save the adapter from PEFT by path_initial_model_for_weight_conversion, which makes it an ordinary one");
        var targets = json["target_modules"];
        var pattern = targets is JsonValue ? keys.Text("target_modules", "") : null;
        var excluded = json["exclude_modules"] is JsonValue ? keys.Text("exclude_modules", "") : null;
        var config = new AdapterConfig
        {
            Rank = keys.Integer("r", 8),
            Alpha = keys.Number("lora_alpha", 8),
            Rslora = keys.Flag("use_rslora", false),
            Dora = keys.Flag("use_dora", false),
            Bias = keys.Text("bias", "none") switch
            {
                "none" => AdapterBias.None,
                "all" => AdapterBias.All,
                "lora_only" => AdapterBias.LoraOnly,
                var other => throw keys.Unsupported($"bias {other}"),
            },
            LoraBias = keys.Flag("lora_bias", false),
            Targets = pattern is AdapterConfig.AllLinear ? [AdapterConfig.AllLinear] : pattern is null ? keys.Texts("target_modules") : [],
            TargetPattern = pattern is null or AdapterConfig.AllLinear ? null : pattern,
            Excluded = excluded is null ? keys.Texts("exclude_modules") : [],
            ExcludedPattern = excluded is "" ? null : excluded,
            Layers = keys.Integers("layers_to_transform"),
            RankPattern = Pattern(json, "rank_pattern", keys, n => (int)n),
            AlphaPattern = Pattern(json, "alpha_pattern", keys, n => n),
            SavedModules = [.. keys.Texts("modules_to_save").Distinct()],
        };
        if (config.Problems().FirstOrDefault() is { } problem) throw keys.Wrong(problem.Path, problem.Message);
        return config;
    }

    /// <param name="fanInFanOut">The base stores its linear maps transposed (GPT-2).</param>
    public static JsonObject Write(AdapterConfig config, string? baseName, bool fanInFanOut, bool classifier) => new()
    {
        ["alpha_pattern"] = new JsonObject(config.AlphaPattern.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value))),
        ["auto_mapping"] = null,
        ["base_model_name_or_path"] = baseName,
        ["bias"] = config.Bias switch { AdapterBias.All => "all", AdapterBias.LoraOnly => "lora_only", _ => "none" },
        ["exclude_modules"] = config.ExcludedPattern is { } excluded ? excluded : config.Excluded.Count > 0 ? Texts(config.Excluded) : null,
        ["fan_in_fan_out"] = fanInFanOut,
        ["inference_mode"] = true,
        ["init_lora_weights"] = true,
        ["layers_pattern"] = null,
        ["layers_to_transform"] = config.Layers.Count > 0 ? new JsonArray([.. config.Layers.Select(l => (JsonNode)l)]) : null,
        ["lora_alpha"] = config.Alpha,
        ["lora_bias"] = config.LoraBias,
        ["lora_dropout"] = 0.0,
        ["modules_to_save"] = config.SavedModules.Count > 0 ? Texts(config.SavedModules) : null,
        ["peft_type"] = "LORA",
        ["r"] = config.Rank,
        ["rank_pattern"] = new JsonObject(config.RankPattern.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value))),
        ["revision"] = null,
        ["target_modules"] = config.TargetPattern is { } pattern ? pattern : config.Targets is [AdapterConfig.AllLinear] ? AdapterConfig.AllLinear : Texts(config.Targets),
        ["task_type"] = classifier ? "SEQ_CLS" : "CAUSAL_LM",
        ["use_dora"] = config.Dora,
        ["use_rslora"] = config.Rslora,
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);

    private static Dictionary<string, T> Pattern<T>(JsonObject json, string key, ConfigKeys keys, Func<double, T> read) => json[key] switch
    {
        null => [],
        JsonObject section => section.ToDictionary(p => p.Key, p => p.Value is JsonValue v && v.GetValueKind() == System.Text.Json.JsonValueKind.Number
            ? read((double)v) : throw keys.Wrong(key, $"holds {p.Value?.ToJsonString() ?? "null"} for '{p.Key}', expected a number")),
        var other => throw keys.Wrong(key, $"is {other.ToJsonString()}, expected an object"),
    };
}
