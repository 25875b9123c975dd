using Heed.Models.Architecture;

namespace Heed.Models.Checkpoints;

/// <summary>What transformers calls the families: <c>model_type</c> and the beginning of the class names.</summary>
internal static class FamilyNames
{
    private static readonly (DecoderFamily Family, string ModelType, string Class)[] Names =
    [
        (DecoderFamily.Llama, "llama", "Llama"),
        (DecoderFamily.Gpt2, "gpt2", "GPT2"),
        (DecoderFamily.GptNeox, "gpt_neox", "GPTNeoX"),
        (DecoderFamily.Mistral, "mistral", "Mistral"),
        (DecoderFamily.Qwen2, "qwen2", "Qwen2"),
        (DecoderFamily.Qwen3, "qwen3", "Qwen3"),
        (DecoderFamily.Gemma2, "gemma2", "Gemma2"),
        (DecoderFamily.Gemma3, "gemma3_text", "Gemma3"),
        (DecoderFamily.Phi3, "phi3", "Phi3"),
        (DecoderFamily.Smollm3, "smollm3", "SmolLM3"),
        (DecoderFamily.Olmo2, "olmo2", "Olmo2"),
        (DecoderFamily.Granite, "granite", "Granite"),
    ];

    /// <summary>All of them, as a list in words.</summary>
    public static string All => string.Join(", ", Names.Select(n => n.ModelType));

    public static DecoderFamily? Of(string modelType) => Names.Where(n => n.ModelType == modelType).Select(n => (DecoderFamily?)n.Family).FirstOrDefault();

    public static string ModelType(DecoderFamily family) => Names.First(n => n.Family == family).ModelType;

    /// <summary>The class that holds the model: with the language head or with a scalar one.</summary>
    public static string Architecture(DecoderConfig config)
    {
        var name = Names.First(n => n.Family == config.Family).Class;
        if (config.ScoreHead) return (config.Family == DecoderFamily.Gemma3 ? "Gemma3Text" : name) + "ForSequenceClassification";
        return name + (config.Family == DecoderFamily.Gpt2 ? "LMHeadModel" : "ForCausalLM");
    }
}
