using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Heed.Models.Checkpoints;
using Heed.Runs;
using Heed.Testing;
using Xunit;

namespace Heed.Models.Tests.Checkpoints;

/// <summary>Files of any bytes are read or refused: no crash, no memory for sizes that are only claimed.</summary>
public sealed class SafetensorsFuzzTests : IDisposable
{
    private static readonly Gen<string> Type = One("F32", "BF16", "F16", "I8", "F64", "X9", "");
    private static readonly Gen<long> Size = Gen.OneOf(Gen.Long[-2, 9], One(long.MaxValue, long.MinValue, int.MaxValue, 1L << 32, 1L << 40));

    private static readonly Gen<byte[]> AnyBytes = Gen.Select(Gen.OneOf(Gen.Long[0, 40], Size), Gen.Byte.Array[0, 60], (length, bytes) => (byte[])[.. BitConverter.GetBytes(length), .. bytes]);

    private static readonly Gen<byte[]> AnyClaims = Gen.Select(Gen.Select(Gen.String[0, 3], Type, Size.Array[0, 4], Size.Array[0, 3]).Array[0, 3], Gen.Byte.Array[0, 40], (tensors, data) =>
    {
        var head = new JsonObject();
        foreach (var (name, type, shape, offsets) in tensors)
            head[name] = new JsonObject
            {
                ["dtype"] = type,
                ["shape"] = new JsonArray([.. shape.Select(d => (JsonNode)d)]),
                ["data_offsets"] = new JsonArray([.. offsets.Select(d => (JsonNode)d)]),
            };
        return Whole(JsonSerializer.SerializeToUtf8Bytes(head), data);
    });

    private static readonly byte[] Good = Whole(Encoding.UTF8.GetBytes("{\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[8,10]},"
        + "\"c\":{\"dtype\":\"I8\",\"shape\":[2,3],\"data_offsets\":[10,16]},\"c_scale\":{\"dtype\":\"F16\",\"shape\":[2,1],\"data_offsets\":[16,20]},\"__metadata__\":{\"format\":\"pt\"}}"), new byte[20]);

    private static readonly Gen<byte[]> AnyChange = Gen.Select(Gen.Select(Gen.Int[0, Good.Length - 1], Gen.Byte).Array[1, 4], Gen.OneOf(Gen.Const(Good.Length), Gen.Int[0, Good.Length]), (changes, length) =>
    {
        byte[] changed = [.. Good];
        foreach (var (at, value) in changes) changed[at] = value;
        return changed[..length];
    });

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_bytes_behind_any_length() => Try(AnyBytes, 3000);

    [Fact]
    public void Any_claims_about_tensors() => Try(AnyClaims, 3000);

    [Fact]
    public void Any_change_of_a_good_file() => Try(AnyChange, 3000);

    [Fact, Trait("Kind", "Long")]
    public void A_million_files_of_these_kinds_are_read_or_refused() => Try(Gen.OneOf(AnyBytes, AnyClaims, AnyChange), 1_000_000);

    [Fact]
    public void The_good_file_is_read()
    {
        using var reader = new SafetensorsReader(Write(Good));
        Assert.Equal(["a", "b", "c", "c_scale"], reader.Entries.Keys.Where(k => reader.Read(k).Length > 0).Order());
    }

    [Theory]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}}", "where its shape needs")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}", "expected 0")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "expected 4")]
    public void Absurd_claims_are_refused_with_what_is_wrong(string head, string expected)
    {
        var path = Write(Whole(Encoding.UTF8.GetBytes(head), new byte[16]));
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

    private static void Try(Gen<byte[]> files, long count) => new Fuzz<byte[]>(number => files.Generate(new PCG(1, number), null, out _), (bytes, folder) =>
    {
        var path = Path.Combine(folder, "x.safetensors");
        File.WriteAllBytes(path, bytes);
        try
        {
            using var reader = new SafetensorsReader(path);
            foreach (var name in reader.Entries.Keys) reader.Read(name);
        }
        catch (CheckpointException)
        {
            // refused with a message
        }
    }).Run(count);

    private string Write(byte[] bytes)
    {
        var path = Path.Combine(_folder.Path, "x.safetensors");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static byte[] Whole(byte[] head, byte[] data) => [.. BitConverter.GetBytes((long)head.Length), .. head, .. data];
}
