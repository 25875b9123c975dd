namespace Heed.Models.Architecture;

/// <summary>What queries and keys are normed over before they are turned.</summary>
internal enum QueryKeyNorm
{
    None,
    /// <summary>Each head alone, all with one gain.</summary>
    Head,
    /// <summary>All heads together.</summary>
    Whole,
}

/// <summary>What is fixed in a family: the forms of its parts and the names of its tensors. Names of a block's parts follow its prefix.</summary>
internal sealed record DecoderForm
{
    /// <summary>LayerNorm with a bias, instead of RMSNorm.</summary>
    public bool LayerNorms { get; init; }

    /// <summary>Norms multiply by 1 + weight.</summary>
    public bool UnitGains { get; init; }

    public QueryKeyNorm QueryKeyNorm { get; init; }

    public bool Gated { get; init; } = true;
    public Activation Activation { get; init; } = Activation.Silu;

    /// <summary>Biases on every linear map, whatever the config says.</summary>
    public bool Biases { get; init; }

    /// <summary>Biases on queries, keys and values, whatever the config says.</summary>
    public bool QueryBiases { get; init; }

    /// <summary>How the file lays out linear maps, and the fused map of queries, keys and values.</summary>
    public FileOrder Linear { get; init; }
    public FileOrder Fused { get; init; }

    public string Embedding { get; init; } = "model.embed_tokens";

    /// <summary>Learned positions; null: queries and keys are turned.</summary>
    public string? Positions { get; init; }

    public string Block { get; init; } = "model.layers";
    public string FinalNorm { get; init; } = "model.norm";
    public string Head { get; init; } = "lm_head";

    /// <summary>Norms before and after each part; null: none there.</summary>
    public string? BeforeAttention { get; init; } = "input_layernorm";
    public string? AfterAttention { get; init; }
    public string? BeforeFeedForward { get; init; } = "post_attention_layernorm";
    public string? AfterFeedForward { get; init; }

    /// <summary>Queries, keys and values: three maps or one.</summary>
    public IReadOnlyList<string> Attention { get; init; } = ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"];
    public string AttentionOutput { get; init; } = "self_attn.o_proj";
    public string QueryNorm { get; init; } = "self_attn.q_norm";
    public string KeyNorm { get; init; } = "self_attn.k_norm";

    /// <summary>Gate and up: two maps or one; or up alone.</summary>
    public IReadOnlyList<string> FeedForward { get; init; } = ["mlp.gate_proj", "mlp.up_proj"];
    public string FeedForwardOutput { get; init; } = "mlp.down_proj";

    private static readonly DecoderForm Llama = new();

    private static readonly DecoderForm Gemma2 = new()
    {
        UnitGains = true,
        Activation = Activation.GeluTanh,
        AfterAttention = "post_attention_layernorm",
        BeforeFeedForward = "pre_feedforward_layernorm",
        AfterFeedForward = "post_feedforward_layernorm",
    };

    private static readonly DecoderForm Gpt2 = new()
    {
        LayerNorms = true,
        Gated = false,
        Activation = Activation.GeluTanh,
        Biases = true,
        Linear = FileOrder.Transposed,
        Fused = FileOrder.Transposed,
        Embedding = "transformer.wte",
        Positions = "transformer.wpe",
        Block = "transformer.h",
        FinalNorm = "transformer.ln_f",
        BeforeAttention = "ln_1",
        BeforeFeedForward = "ln_2",
        Attention = ["attn.c_attn"],
        AttentionOutput = "attn.c_proj",
        FeedForward = ["mlp.c_fc"],
        FeedForwardOutput = "mlp.c_proj",
    };

    private static readonly DecoderForm GptNeox = new()
    {
        LayerNorms = true,
        Gated = false,
        Activation = Activation.Gelu,
        Biases = true,
        Fused = FileOrder.HeadByHead,
        Embedding = "gpt_neox.embed_in",
        Block = "gpt_neox.layers",
        FinalNorm = "gpt_neox.final_layer_norm",
        Head = "embed_out",
        Attention = ["attention.query_key_value"],
        AttentionOutput = "attention.dense",
        FeedForward = ["mlp.dense_h_to_4h"],
        FeedForwardOutput = "mlp.dense_4h_to_h",
    };

    public static DecoderForm Of(DecoderFamily family) => family switch
    {
        DecoderFamily.Gpt2 => Gpt2,
        DecoderFamily.GptNeox => GptNeox,
        DecoderFamily.Qwen2 => Llama with { QueryBiases = true },
        DecoderFamily.Qwen3 => Llama with { QueryKeyNorm = QueryKeyNorm.Head },
        DecoderFamily.Gemma2 => Gemma2,
        DecoderFamily.Gemma3 => Gemma2 with { QueryKeyNorm = QueryKeyNorm.Head },
        DecoderFamily.Phi3 => Llama with { Attention = ["self_attn.qkv_proj"], FeedForward = ["mlp.gate_up_proj"] },
        DecoderFamily.Olmo2 => Llama with
        {
            QueryKeyNorm = QueryKeyNorm.Whole,
            BeforeAttention = null,
            AfterAttention = "post_attention_layernorm",
            BeforeFeedForward = null,
            AfterFeedForward = "post_feedforward_layernorm",
        },
        _ => Llama,
    };
}
