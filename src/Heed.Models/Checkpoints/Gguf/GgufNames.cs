using System.Text.RegularExpressions;
using Heed.Runs;

namespace Heed.Models.Checkpoints.Gguf;

/// <summary>What Hugging Face and llama.cpp call the same tensors.</summary>
internal static partial class GgufNames
{
    private static readonly Dictionary<string, string> Top = new()
    {
        ["model.embed_tokens"] = "token_embd",
        ["model.norm"] = "output_norm",
        ["lm_head"] = "output",
        ["transformer.wte"] = "token_embd",
        ["transformer.wpe"] = "position_embd",
        ["transformer.ln_f"] = "output_norm",
        ["gpt_neox.embed_in"] = "token_embd",
        ["gpt_neox.final_layer_norm"] = "output_norm",
        ["embed_out"] = "output",
    };

    private static readonly Dictionary<string, string> Block = new()
    {
        ["input_layernorm"] = "attn_norm",
        ["self_attn.q_proj"] = "attn_q",
        ["self_attn.k_proj"] = "attn_k",
        ["self_attn.v_proj"] = "attn_v",
        ["self_attn.o_proj"] = "attn_output",
        ["self_attn.q_norm"] = "attn_q_norm",
        ["self_attn.k_norm"] = "attn_k_norm",
        ["post_attention_layernorm"] = "ffn_norm",
        ["mlp.gate_proj"] = "ffn_gate",
        ["mlp.up_proj"] = "ffn_up",
        ["mlp.down_proj"] = "ffn_down",
        ["ln_1"] = "attn_norm",
        ["attn.c_attn"] = "attn_qkv",
        ["attn.c_proj"] = "attn_output",
        ["ln_2"] = "ffn_norm",
        ["mlp.c_fc"] = "ffn_up",
        ["mlp.c_proj"] = "ffn_down",
        ["attention.query_key_value"] = "attn_qkv",
        ["attention.dense"] = "attn_output",
        ["mlp.dense_h_to_4h"] = "ffn_up",
        ["mlp.dense_4h_to_h"] = "ffn_down",
    };

    /// <summary>llama.cpp's name of a parameter.</summary>
    public static string Of(string parameter)
    {
        var end = parameter.LastIndexOf('.');
        var (module, kind) = (parameter[..end], parameter[(end + 1)..]);
        if (Top.TryGetValue(module, out var top)) return $"{top}.{kind}";
        var match = InBlock().Match(module);
        return match.Success && Block.TryGetValue(match.Groups[2].Value, out var inner) ? $"blk.{match.Groups[1].Value}.{inner}.{kind}"
            : throw new CheckpointException($"llama.cpp has no name for the parameter '{parameter}': this model cannot be exported as GGUF.");
    }

    /// <summary>Whether a parameter's rows are those of queries or keys.</summary>
    public static bool IsQuery(string parameter) => parameter.Contains(".q_proj.", StringComparison.Ordinal);

    /// <inheritdoc cref="IsQuery"/>
    public static bool IsKey(string parameter) => parameter.Contains(".k_proj.", StringComparison.Ordinal);

    [GeneratedRegex(@"\.(?:layers|h)\.(\d+)\.(.+)$")]
    private static partial Regex InBlock();
}
