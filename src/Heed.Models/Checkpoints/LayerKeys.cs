using System.Text.Json.Nodes;
using Heed.Models.Architecture;

namespace Heed.Models.Checkpoints;

/// <summary>Which layers see a window and which turn nothing, in a config.json: <c>layer_types</c>, or the rules that older files leave to the code.</summary>
internal static class LayerKeys
{
    private const string Full = "full_attention", Sliding = "sliding_attention";

    public static DecoderConfig Read(ConfigKeys keys, DecoderConfig config)
    {
        config = config with { UnturnedLayers = Unturned(keys, config) };
        if (Window(keys, config.Family) is not { } window) return config;
        var types = keys.Texts("layer_types");
        if (types.Count > 0 && types.Count != config.Layers) throw keys.Wrong("layer_types", $"has {types.Count} entries for {config.Layers} layers");
        if (types.FirstOrDefault(t => t is not (Full or Sliding)) is { } other) throw keys.Unsupported($"layer type {other}");
        var slides = types.Count > 0 ? [.. types.Select(t => t == Sliding)] : Enumerable.Range(0, config.Layers).Select(Rule(keys, config)).ToList();
        if (!slides.Contains(true)) return config;
        return config with { Window = window, FullLayers = [.. Enumerable.Range(0, config.Layers).Where(i => !slides[i])] };
    }

    public static void Write(JsonObject json, DecoderConfig c)
    {
        if (c.Family is DecoderFamily.Llama or DecoderFamily.Olmo2 or DecoderFamily.Granite) return;
        json["sliding_window"] = c.Window;
        if (c.Family is DecoderFamily.Mistral or DecoderFamily.Phi3) return;
        var slides = Enumerable.Range(0, c.Layers).Select(i => c.Window is not null && !c.FullLayers.Contains(i)).ToList();
        json["layer_types"] = new JsonArray([.. slides.Select(s => (JsonNode)(s ? Sliding : Full))]);
        if (c.Family is DecoderFamily.Qwen2 or DecoderFamily.Qwen3)
        {
            json["use_sliding_window"] = c.Window is not null;
            json["max_window_layers"] = slides.Contains(true) ? slides.IndexOf(true) : c.Layers;
        }
        if (c.Family == DecoderFamily.Gemma3) json["sliding_window_pattern"] = slides.Contains(false) ? slides.IndexOf(false) + 1 : c.Layers + 1;
        if (c.Family != DecoderFamily.Smollm3) return;
        json["use_sliding_window"] = c.Window is not null;
        json["no_rope_layers"] = new JsonArray([.. Enumerable.Range(0, c.Layers).Select(i => (JsonNode)(c.UnturnedLayers.Contains(i) ? 0 : 1))]);
    }

    private static int? Window(ConfigKeys keys, DecoderFamily family) => family switch
    {
        DecoderFamily.Mistral => keys.IsNull("sliding_window") ? null : keys.Integer("sliding_window", 4096),
        DecoderFamily.Phi3 => keys.OptionalInteger("sliding_window"),
        DecoderFamily.Gemma2 or DecoderFamily.Gemma3 => keys.Integer("sliding_window", 4096),
        DecoderFamily.Qwen2 or DecoderFamily.Qwen3 or DecoderFamily.Smollm3 => keys.Flag("use_sliding_window", false) ? keys.OptionalInteger("sliding_window") : null,
        _ => null,
    };

    /// <summary>What the code does where a file does not say.</summary>
    private static Func<int, bool> Rule(ConfigKeys keys, DecoderConfig config)
    {
        var pattern = keys.Size("sliding_window_pattern", keys.Size("_sliding_window_pattern", 6));
        var first = keys.Integer("max_window_layers", 28);
        return config.Family switch
        {
            DecoderFamily.Gemma2 => i => i % 2 == 0,
            DecoderFamily.Gemma3 => i => (i + 1) % pattern != 0,
            DecoderFamily.Qwen2 or DecoderFamily.Qwen3 => i => i >= first,
            DecoderFamily.Smollm3 => config.UnturnedLayers.Contains,
            _ => _ => true,
        };
    }

    private static IReadOnlyList<int> Unturned(ConfigKeys keys, DecoderConfig config)
    {
        if (config.Family != DecoderFamily.Smollm3) return [];
        var turned = keys.Integers("no_rope_layers");
        if (turned.Length > 0 && turned.Length != config.Layers) throw keys.Wrong("no_rope_layers", $"has {turned.Length} entries for {config.Layers} layers");
        var interval = keys.Size("no_rope_layer_interval", 4);
        return [.. Enumerable.Range(0, config.Layers).Where(i => turned.Length > 0 ? turned[i] == 0 : (i + 1) % interval == 0)];
    }
}
