namespace Heed.Models.Architecture;

/// <summary>The published families whose models Heed reads, trains and writes. What is fixed in each: <see cref="DecoderForm"/>.</summary>
public enum DecoderFamily
{
    /// <summary>RMSNorm, rotary positions, SwiGLU, grouped queries. Llama 1 to 3, SmolLM 1 and 2.</summary>
    Llama,
    /// <summary>LayerNorm, learned positions, GELU, biases everywhere.</summary>
    Gpt2,
    /// <summary>GPT-NeoX and Pythia: LayerNorm, positions that turn a part of each head, attention and feed-forward side by side.</summary>
    GptNeox,
    /// <summary>Llama with a sliding window.</summary>
    Mistral,
    /// <summary>Llama with biases on queries, keys and values.</summary>
    Qwen2,
    /// <summary>Llama with norms on each query and key head.</summary>
    Qwen3,
    /// <summary>Norms around both parts, capped scores and logits, every second layer in a window.</summary>
    Gemma2,
    /// <summary>Norms around both parts and on each query and key head, two rotary bases.</summary>
    Gemma3,
    /// <summary>Llama with one matrix for queries, keys and values and one for gate and up.</summary>
    Phi3,
    /// <summary>Llama whose every fourth layer turns nothing.</summary>
    Smollm3,
    /// <summary>Norms after each part, and over all queries and all keys.</summary>
    Olmo2,
    /// <summary>Llama with constants that multiply embeddings, scores, branches and logits.</summary>
    Granite,
}
