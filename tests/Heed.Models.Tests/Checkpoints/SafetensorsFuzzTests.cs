using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Heed.Models.Checkpoints;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Checkpoints;

/// <summary>Files of any bytes are read or refused: no crash, no memory for sizes that are only claimed.</summary>
public sealed class SafetensorsFuzzTests : IDisposable
{
    private static readonly Gen<string> Type = One("F32", "BF16", "F16", "I8", "F64", "X9", "");
    private static readonly Gen<long> Size = Gen.OneOf(Gen.Long[-2, 9], One(long.MaxValue, long.MinValue, int.MaxValue, 1L << 32, 1L << 40));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_bytes_behind_any_length() =>
        Gen.Select(Gen.OneOf(Gen.Long[0, 40], Size), Gen.Byte.Array[0, 60]).Sample((length, bytes) => Refused([.. BitConverter.GetBytes(length), .. bytes]), iter: 3000, threads: 1);

    [Fact]
    public void Any_claims_about_tensors() =>
        Gen.Select(Gen.Select(Gen.String[0, 3], Type, Size.Array[0, 4], Size.Array[0, 3]).Array[0, 3], Gen.Byte.Array[0, 40]).Sample((tensors, data) =>
        {
            var head = new JsonObject();
            foreach (var (name, type, shape, offsets) in tensors)
                head[name] = new JsonObject
                {
                    ["dtype"] = type,
                    ["shape"] = new JsonArray([.. shape.Select(d => (JsonNode)d)]),
                    ["data_offsets"] = new JsonArray([.. offsets.Select(d => (JsonNode)d)]),
                };
            Refused(File(JsonSerializer.SerializeToUtf8Bytes(head), data));
        }, iter: 3000, threads: 1);

    [Fact]
    public void Any_change_of_a_good_file()
    {
        var good = File(Encoding.UTF8.GetBytes("{\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[8,10]}}"), new byte[10]);
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length]).Sample((at, value, length) =>
        {
            byte[] changed = [.. good];
            changed[at] = value;
            Refused(changed[..length]);
            Refused(changed);
        }, iter: 3000, threads: 1);
    }

    [Theory]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}}", "where its shape needs")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}", "expected 0")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "expected 4")]
    public void Absurd_claims_are_refused_with_what_is_wrong(string head, string expected)
    {
        var path = Write(File(Encoding.UTF8.GetBytes(head), new byte[16]));
        Assert.Contains(expected, Assert.Throws<CheckpointException>(() => new SafetensorsReader(path)).Message);
    }

    [Fact]
    public void Any_config_is_read_or_refused()
    {
        var key = One("model_type", "hidden_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads", "head_dim", "vocab_size", "intermediate_size", "rope_scaling", "rope_parameters",
            "layer_types", "sliding_window", "no_rope_layers", "eos_token_id", "id2label", "architectures", "max_position_embeddings", "rms_norm_eps", "partial_rotary_factor", "query_pre_attn_scalar");
        var value = One("\"llama\"", "\"gemma3_text\"", "\"qwen3\"", "\"phi3\"", "\"smollm3\"", "\"gpt_neox\"", "0", "-1", "4", "1e300", "0.5", "null", "true", "[]", "[1,null]", "[\"full_attention\"]", "{}",
            "{\"rope_type\":\"longrope\",\"short_factor\":[1]}", "{\"rope_type\":\"yarn\"}", "{\"rope_type\":\"llama3\"}", "{\"full_attention\":{}}", "\"x\"", "99999999999");
        Gen.Select(One("llama", "gpt2", "gpt_neox", "mistral", "qwen2", "qwen3", "gemma2", "gemma3_text", "phi3", "smollm3", "olmo2", "granite"), Gen.Select(key, value).Array[0, 6]).Sample((type, changes) =>
        {
            var json = new JsonObject { ["model_type"] = type, ["hidden_size"] = 8, ["num_hidden_layers"] = 2, ["num_attention_heads"] = 2, ["vocab_size"] = 11, ["intermediate_size"] = 12 };
            foreach (var (name, text) in changes) json[name] = JsonNode.Parse(text);
            try
            {
                HuggingFaceConfig.Write(HuggingFaceConfig.Read(JsonNode.Parse(json.ToJsonString())!.AsObject(), "config.json"));
            }
            catch (HeedException)
            {
                // refused by name
            }
        }, iter: 20000, threads: 1);
    }

    private static Gen<T> One<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private void Refused(byte[] bytes)
    {
        try
        {
            using var reader = new SafetensorsReader(Write(bytes));
            foreach (var name in reader.Entries.Keys) reader.Read(name);
        }
        catch (CheckpointException)
        {
            // refused with a message
        }
    }

    private string Write(byte[] bytes)
    {
        var path = Path.Combine(_folder.Path, "x.safetensors");
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }

    private static byte[] File(byte[] head, byte[] data) => [.. BitConverter.GetBytes((long)head.Length), .. head, .. data];
}
