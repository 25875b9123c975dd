using System.Text.Json.Nodes;
using Heed.Models.Architecture;

namespace Heed.Models.Checkpoints;

/// <summary>
/// Rotary positions in a config.json: <c>rope_parameters</c> of transformers 5; <c>rope_theta</c>, <c>rope_scaling</c>, <c>partial_rotary_factor</c>
/// (GPT-NeoX: <c>rotary_emb_base</c>, <c>rotary_pct</c>) before.
/// </summary>
internal static class RopeKeys
{
    /// <summary>Adds base, width and scaling to a config that has its heads and positions.</summary>
    /// <param name="section">What holds the parameters in either spelling; null: only keys of the older one.</param>
    public static DecoderConfig Read(ConfigKeys keys, ConfigKeys? section, DecoderConfig config, double absentBase, double absentShare = 1)
    {
        var neox = config.Family == DecoderFamily.GptNeox;
        var oldBase = keys.Number(neox ? "rotary_emb_base" : "rope_theta", absentBase);
        var oldShare = keys.Number(neox ? "rotary_pct" : "partial_rotary_factor", absentShare);
        var share = section?.Number("partial_rotary_factor", oldShare) ?? oldShare;
        config = config with
        {
            RopeBase = section?.Number("rope_theta", oldBase) ?? oldBase,
            RotaryWidth = (int)(config.Resolved().HeadWidth * share),
        };
        if (config.RotaryWidth < 2) throw keys.Wrong("partial_rotary_factor", $"is {share}: fewer than two of a head's {config.Resolved().HeadWidth} elements would turn");
        return section is null ? config : config with { RopeScaling = Scaling(keys, section, config) };
    }

    /// <summary>Both spellings at once.</summary>
    public static void Write(JsonObject json, DecoderConfig c)
    {
        var neox = c.Family == DecoderFamily.GptNeox;
        var share = (double)c.RotaryWidth / c.HeadWidth;
        json[neox ? "rotary_emb_base" : "rope_theta"] = c.RopeBase;
        if (neox || share != 1) json[neox ? "rotary_pct" : "partial_rotary_factor"] = share;
        json["rope_scaling"] = c.RopeScaling is null ? null : Scaling(c);
        var parameters = c.RopeScaling is null ? new JsonObject { ["rope_type"] = "default" } : Scaling(c);
        parameters["rope_theta"] = c.RopeBase;
        if (neox || share != 1 || c.Family == DecoderFamily.Phi3) parameters["partial_rotary_factor"] = share;
        json["rope_parameters"] = c.Family != DecoderFamily.Gemma3 ? parameters : new JsonObject
        {
            ["full_attention"] = parameters,
            ["sliding_attention"] = new JsonObject { ["rope_type"] = "default", ["rope_theta"] = c.WindowRopeBase ?? c.RopeBase },
        };
    }

    private static RopeScaling? Scaling(ConfigKeys keys, ConfigKeys rope, DecoderConfig config)
    {
        var original = rope.OptionalInteger("original_max_position_embeddings") ?? keys.OptionalInteger("original_max_position_embeddings");
        var stretch = config.MaxPositions / (double)(original ?? config.MaxPositions);
        return rope.Text("rope_type", rope.Text("type", "default")) switch
        {
            "default" or "mrope" => null,
            "linear" => new RopeScaling { Kind = RopeStretching.Linear, Factor = rope.Number("factor", 1) },
            "dynamic" => new RopeScaling { Kind = RopeStretching.Dynamic, Factor = rope.Number("factor", 1), OriginalPositions = original },
            "llama3" => new RopeScaling
            {
                Kind = RopeStretching.Llama3,
                Factor = rope.Number("factor", 1),
                LowFrequencyFactor = rope.Number("low_freq_factor", 1),
                HighFrequencyFactor = rope.Number("high_freq_factor", 4),
                OriginalPositions = original ?? throw rope.Wrong("original_max_position_embeddings", "is missing"),
            },
            "yarn" when config.Family != DecoderFamily.Phi3 => new RopeScaling
            {
                Kind = RopeStretching.Yarn,
                Factor = rope.Number("factor", stretch),
                FastTurns = rope.Number("beta_fast", 32),
                SlowTurns = rope.Number("beta_slow", 1),
                WholePairs = rope.Flag("truncate", true),
                AttentionFactor = rope.OptionalNumber("attention_factor"),
                Magnifier = rope.OptionalNumber("mscale"),
                MagnifierAllWidths = rope.OptionalNumber("mscale_all_dim"),
                OriginalPositions = original,
            },
            "longrope" or "su" or "yarn" => new RopeScaling
            {
                Kind = RopeStretching.Longrope,
                Factor = original is null ? rope.Number("factor", 1) : stretch,
                AttentionFactor = rope.OptionalNumber("attention_factor"),
                ShortFactors = rope.Numbers("short_factor"),
                LongFactors = rope.Numbers("long_factor"),
                OriginalPositions = original,
            },
            var other => throw rope.Unsupported($"rope scaling {other}"),
        };
    }

    private static JsonObject Scaling(DecoderConfig c)
    {
        var scaling = c.RopeScaling!;
        var json = new JsonObject { ["rope_type"] = scaling.Kind.ToString().ToLowerInvariant() };
        if (scaling.Kind != RopeStretching.Longrope || scaling.OriginalPositions is null) json["factor"] = scaling.Factor;
        if (scaling.OriginalPositions is { } positions) json["original_max_position_embeddings"] = positions;
        if (scaling.AttentionFactor is { } attention) json["attention_factor"] = attention;
        switch (scaling.Kind)
        {
            case RopeStretching.Llama3:
                json["low_freq_factor"] = scaling.LowFrequencyFactor;
                json["high_freq_factor"] = scaling.HighFrequencyFactor;
                break;
            case RopeStretching.Yarn:
                json["beta_fast"] = scaling.FastTurns;
                json["beta_slow"] = scaling.SlowTurns;
                if (!scaling.WholePairs) json["truncate"] = false;
                if (scaling.Magnifier is { } magnifier) json["mscale"] = magnifier;
                if (scaling.MagnifierAllWidths is { } all) json["mscale_all_dim"] = all;
                break;
            case RopeStretching.Longrope:
                json["short_factor"] = new JsonArray([.. scaling.ShortFactors.Select(f => (JsonNode)f)]);
                json["long_factor"] = new JsonArray([.. scaling.LongFactors.Select(f => (JsonNode)f)]);
                break;
        }
        return json;
    }
}
