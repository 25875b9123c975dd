using System.Text.Json.Nodes;
using Heed.Models.Checkpoints.Gguf;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Checkpoints.Gguf;

/// <summary>A model that llama.cpp would compute otherwise is not exported.</summary>
public sealed class GgufConfigTests
{
    private const string Yarn = "\"rope_type\":\"yarn\",\"factor\":4,\"original_max_position_embeddings\":32";

    [Theory]
    [InlineData("llama", "{\"hidden_act\":\"gelu\"}", "the activation gelu has no place")]
    [InlineData("gpt2", "{\"activation_function\":\"gelu\"}", "the activation gelu has no place")]
    [InlineData("gpt_neox", "{\"hidden_act\":\"gelu_new\"}", "the activation gelu_new has no place")]
    [InlineData("llama", "{\"rope_scaling\":{" + Yarn + ",\"attention_factor\":2.5}}", "attention_factor, mscale or truncate")]
    [InlineData("qwen2", "{\"rope_parameters\":{" + Yarn + ",\"truncate\":false}}", "attention_factor, mscale or truncate")]
    public void What_a_GGUF_file_cannot_say_is_refused(string type, string keys, string expected) =>
        Assert.Contains(expected, Assert.Throws<CheckpointException>(() => Config(type, keys)).Message);

    [Theory]
    [InlineData("llama", "{}")]
    [InlineData("gpt2", "{}")]
    [InlineData("gpt_neox", "{\"hidden_act\":\"gelu\"}")]
    [InlineData("llama", "{\"rope_scaling\":{" + Yarn + ",\"attention_factor\":1.1386294361119891}}")]
    public void What_it_can_say_is_taken(string type, string keys) => Assert.NotEmpty(Config(type, keys).Architecture);

    private static GgufConfig Config(string type, string keys)
    {
        var json = JsonNode.Parse(keys)!.AsObject();
        (json["model_type"], json["max_position_embeddings"]) = (type, 128);
        return new GgufConfig(json, "model");
    }
}
