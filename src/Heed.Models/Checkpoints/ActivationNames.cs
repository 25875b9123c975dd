using Heed.Models.Architecture;

namespace Heed.Models.Checkpoints;

/// <summary>What transformers calls the nonlinearities.</summary>
internal static class ActivationNames
{
    public static Activation Read(ConfigKeys keys, string key, string absent) => keys.Text(key, absent) switch
    {
        "silu" or "swish" => Activation.Silu,
        "gelu" => Activation.Gelu,
        "gelu_new" or "gelu_pytorch_tanh" or "gelu_fast" => Activation.GeluTanh,
        var other => throw keys.Unsupported($"{key} {other}"),
    };

    public static string Name(DecoderConfig config) => config.Activation switch
    {
        Activation.Silu => "silu",
        Activation.Gelu => "gelu",
        _ => config.Family == DecoderFamily.Gpt2 ? "gelu_new" : "gelu_pytorch_tanh",
    };
}
