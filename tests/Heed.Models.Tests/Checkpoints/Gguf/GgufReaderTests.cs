using System.Buffers.Binary;
using CsCheck;
using Heed.Models.Checkpoints.Gguf;
using Heed.Runs;
using Heed.Testing;
using Xunit;

namespace Heed.Models.Tests.Checkpoints.Gguf;

public sealed class GgufReaderTests
{
    private static readonly byte[] Small = SmallFile();

    [Fact]
    public void Keys_and_tensors_come_back_as_they_were_written() => Open(Small, file =>
    {
        Assert.Equal("llama", file.Metadata["general.architecture"]);
        Assert.Equal(["a", "ü", ""], (string[])file.Metadata["tokens"]!);
        Assert.Equal([2, 32], file.Tensors["m"].Shape);
        var values = new float[64];
        file.Read("m", values);
        Assert.Equal(Enumerable.Range(0, 64).Select(i => i / 4f), values);
    });

    [Theory]
    [InlineData(GgufType.Q8_0, 34)]
    [InlineData(GgufType.Q4_0, 18)]
    public void A_block_of_zeros_stays_zeros(GgufType type, int bytes)
    {
        var stored = new byte[bytes];
        var values = new float[32];
        GgufBlocks.Encode(type, values, stored);
        values.AsSpan().Fill(1);
        GgufBlocks.Decode(type, stored, values);
        Assert.All(values, v => Assert.Equal(0, v));
    }

    [Fact]
    public void Eight_bits_hold_the_block_by_its_largest_element()
    {
        // 127 steps to the largest: 254 / 127 = 2, so 254 is 127 steps, 3 rounds away from zero to 2 steps (1.5 → 2), -1 to -1 (-0.5 → -1).
        var values = new float[32];
        (values[0], values[1], values[2]) = (254, 3, -1);
        var stored = new byte[34];
        GgufBlocks.Encode(GgufType.Q8_0, values, stored);
        Assert.Equal((Half)2, BitConverter.ToHalf(stored));
        Assert.Equal([127, 2, -1], stored[2..5].Select(b => (int)(sbyte)b));
    }

    [Theory]
    [InlineData(8, ulong.MaxValue)] // tensors
    [InlineData(16, ulong.MaxValue)] // keys
    [InlineData(16, 1UL << 40)]
    [InlineData(24, 1UL << 60)] // bytes of the first key's name
    public void A_head_that_claims_absurd_sizes_is_refused_before_anything_is_made_for_it(int at, ulong claimed)
    {
        var bytes = (byte[])Small.Clone();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), claimed);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<CheckpointException>(() => Open(bytes, _ => { }));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void A_file_that_is_cut_off_is_refused_wherever_it_was_cut()
    {
        for (var length = 0; length < Small.Length - GgufWriter.Alignment; length += 3) Assert.Throws<CheckpointException>(() => Open(Small[..length], _ => { }));
    }

    [Fact]
    public void A_damaged_file_is_read_or_refused() => Damage(3_000);

    [Fact, Trait("Kind", "Long")]
    public void A_million_damaged_files_are_read_or_refused() => Damage(1_000_000);

    private static void Damage(long count)
    {
        var edits = Gen.Select(Gen.Int[0, Small.Length - 1], Gen.OneOf(Gen.Byte.Array[1, 8], Gen.Const(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 }))).Array[1, 4];
        new Fuzz<byte[]>(number =>
        {
            var bytes = (byte[])Small.Clone();
            foreach (var (at, with) in edits.Generate(new PCG(1, number), null, out _)) with.AsSpan(0, Math.Min(with.Length, bytes.Length - at)).CopyTo(bytes.AsSpan(at));
            return bytes;
        }, Use).Run(count);
    }

    private static void Use(byte[] bytes, string folder)
    {
        var path = Path.Combine(folder, "a.gguf");
        File.WriteAllBytes(path, bytes);
        try
        {
            using var file = new GgufReader(path);
            foreach (var entry in file.Tensors.Values) file.Read(entry.Name, new float[entry.Length]);
            GgufTokenizer.Of(file)?.Json().ToJsonString();
            GgufTokenizer.Of(file)?.Config().ToJsonString();
            GgufImport.PlanOf(file);
        }
        catch (HeedException)
        {
            // refused, in words
        }
    }

    private static void Open(byte[] bytes, Action<GgufReader> use)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "a.gguf");
        File.WriteAllBytes(path, bytes);
        using var file = new GgufReader(path);
        use(file);
    }

    private static byte[] SmallFile()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "small.gguf");
        var keys = new GgufMetadata();
        keys.Add("general.architecture", "llama");
        keys.Add("n", 7u);
        keys.Add("x", 1.5f);
        keys.Add("yes", true);
        keys.Add("tokens", new[] { "a", "ü", "" });
        keys.Add("types", new[] { 1, 3, -1 });
        keys.Add("llama.block_count", 1u);
        keys.Add("llama.context_length", 8u);
        keys.Add("llama.embedding_length", 8u);
        keys.Add("llama.feed_forward_length", 8u);
        keys.Add("llama.attention.head_count", 2u);
        keys.Add("tokenizer.ggml.model", "gpt2");
        keys.Add("tokenizer.ggml.pre", "gpt-2");
        keys.Add("tokenizer.ggml.tokens", new[] { "a", "b", "ab" });
        keys.Add("tokenizer.ggml.scores", new[] { 0f, 0f, -1f });
        keys.Add("tokenizer.ggml.token_type", new[] { 1, 1, 1 });
        keys.Add("tokenizer.ggml.merges", new[] { "a b" });
        keys.Add("tokenizer.ggml.bos_token_id", 1u);
        keys.Add("tokenizer.ggml.add_bos_token", true);
        GgufWriter.Write(path, keys,
        [
            new("v", [3], GgufType.F32, () => new float[] { 1, 2, 3 }),
            new("m", [2, 32], GgufType.F16, () => Enumerable.Range(0, 64).Select(i => i / 4f).ToArray()),
            new("q", [1, 32], GgufType.Q8_0, () => new float[32]),
        ]);
        return File.ReadAllBytes(path);
    }
}
