using Heed.Models.Architecture;
using Heed.Models.Numerics;
using Heed.Models.Training;
using Heed.Runs;
using TorchSharp;
using Xunit;

namespace Heed.Models.Tests.Training;

[Collection(Alone.Name)]
public sealed class DecoderTests
{
    private static readonly DecoderConfig Llama = new() { VocabularySize = 97, Width = 64, Layers = 2, Heads = 4, KeyValueHeads = 2, FeedForwardWidth = 96, MaxPositions = 128 };
    private static readonly DecoderConfig Gpt2 = new() { Family = DecoderFamily.Gpt2, VocabularySize = 97, Width = 64, Layers = 2, Heads = 4, MaxPositions = 128 };

    public static TheoryData<string> Families => ["llama", "gpt2"];

    [Theory]
    [MemberData(nameof(Families))]
    public void Threads_do_not_change_a_bit_of_the_gradients(string family)
    {
        using var model = Model(family);
        var before = ThreadTeam.Threads;
        var gradients = new[] { 1, 2, 3 }.Select(threads =>
        {
            ThreadTeam.Threads = threads;
            model.Gradients.All.Clear();
            Learn(model);
            return model.Gradients.All.ToArray();
        }).ToArray();
        ThreadTeam.Threads = before;
        Assert.Equal(gradients[0], gradients[1]);
        Assert.Equal(gradients[0], gradients[2]);
    }

    [Theory]
    [InlineData("llama", NumericType.Float32)]
    [InlineData("llama", NumericType.BFloat16)]
    [InlineData("gpt2", NumericType.Float32)]
    public void Layers_computed_again_give_the_same_bits_in_less_memory(string family, NumericType type)
    {
        (float[] Gradients, long Bytes) Run(bool again)
        {
            using var model = new Decoder((family == "llama" ? Llama : Gpt2) with { Layers = 8 }, new SeededRandom(1)) { Numbers = type, GradientCheckpointing = again };
            Learn(model, sequences: 40);                     // 600 tokens and more: blocks of the workspace are filled
            return (model.Gradients.All.ToArray(), model.Workspace.Bytes);
        }
        var (kept, again) = (Run(again: false), Run(again: true));
        Assert.Equal(kept.Gradients, again.Gradients);
        Assert.True(again.Bytes < 0.7 * kept.Bytes, $"{again.Bytes:N0} bytes, {kept.Bytes:N0} where layers are kept");
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_sequence_scores_the_same_alone_and_in_company(string family)
    {
        using var model = Model(family);
        var sequences = Sequences();
        using var together = model.Forward(PackedBatch.Of(sequences), train: false);
        var all = together.Logits(Rows(together));
        together.Dispose();
        var start = 0;
        foreach (var sequence in sequences)
        {
            using var alone = model.Forward(PackedBatch.Of([sequence]), train: false);
            var own = alone.Logits(Rows(alone));
            Assert.True(own.AsSpan().SequenceEqual(all.AsSpan(start, own.Length)), "rows do not see each other, to the bit");
            start += own.Length;
        }
    }

    [Fact]
    public void Passes_that_keep_nothing_give_the_numbers_of_passes_that_train()
    {
        using var model = Model("llama");
        var batch = PackedBatch.Of(Sequences());
        float[] Logits(bool train)
        {
            using var pass = model.Forward(batch, train);
            return pass.Logits(Rows(pass));
        }
        Assert.Equal(Logits(train: true), Logits(train: false));
    }

    private static int[] Rows(ForwardPass pass) => [.. Enumerable.Range(0, pass.Batch.Count)];

    [Theory]
    [MemberData(nameof(Families))]
    public void Rows_that_nobody_reads_change_no_log_probability_and_no_gradient(string family)
    {
        var batch = PackedBatch.Of(Sequences());
        int[] all = [.. Enumerable.Range(0, batch.Count)], some = [.. all.Where(r => r % 3 == 1)];
        var whole = Gradients(all, part: [.. some.Select(r => (long)r)]);
        var chosen = Gradients(some, part: [.. some.Select((_, i) => (long)i)]);
        Assert.Equal(whole.LogProbs, chosen.LogProbs, Close);
        Assert.Equal(whole.Gradients, chosen.Gradients, Close);

        (float[] LogProbs, float[] Gradients) Gradients(int[] rows, long[] part)
        {
            using var model = Model(family);
            using var pass = model.Forward(batch, train: true);
            using var logProbs = pass.LogProbs(rows, Array.ConvertAll(rows, r => batch.Tokens[(r + 1) % batch.Count]));
            using var index = torch.tensor(part);
            using var read = logProbs[index];
            using var sum = read.sum();
            sum.backward();
            pass.Backward();
            return (read.data<float>().ToArray(), model.Gradients.All.ToArray());
        }

        static bool Close(float a, float b) => Math.Abs(a - b) <= 1e-5 * (1 + Math.Abs(a));
    }

    [Fact]
    public void A_hundred_steps_leave_no_tensor_and_no_memory_behind()
    {
        using var model = Model("llama");
        for (var i = 0; i < 20; i++) Learn(model);
        GC.Collect();
        GC.WaitForPendingFinalizers();                       // what earlier tests left
        long tensors = Tensor(), bytes = GC.GetTotalMemory(forceFullCollection: true), resident = Environment.WorkingSet;
        for (var i = 0; i < 100; i++) Learn(model);
        Assert.Equal(tensors, Tensor());
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - bytes < 200_000, "managed memory grew");
        Assert.True(Environment.WorkingSet - resident < 8_000_000, $"resident memory grew by {(Environment.WorkingSet - resident) >> 10} KB");
    }

    [Fact]
    public void A_token_outside_the_vocabulary_is_named()
    {
        using var model = Model("llama");
        var problem = Assert.Throws<ArgumentOutOfRangeException>(() => model.Forward(PackedBatch.Of([[5, 97]]), train: false));
        Assert.Contains("Token 97 at place 1: expected 0 … 96", problem.Message);
        using var pass = model.Forward(PackedBatch.Of([[5]]), train: false); // and the decoder works on
    }

    [Fact]
    public void A_sequence_longer_than_the_context_is_refused()
    {
        using var model = Model("gpt2");
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Forward(PackedBatch.Of([new int[129]]), train: false));
    }

    private static long Tensor() => torch.Tensor.TotalCount;

    private static void Learn(Decoder model, int sequences = 0)
    {
        using var scope = torch.NewDisposeScope();
        var batch = PackedBatch.Of(sequences == 0 ? Sequences() : [.. Enumerable.Range(0, sequences).SelectMany(_ => Sequences())]);
        int[] rows = [.. Enumerable.Range(0, batch.Count).Where(i => !batch.Starts.Contains(i + 1))], targets = Array.ConvertAll(rows, r => batch.Tokens[r + 1]);
        using var pass = model.Forward(batch, train: true);
        var (logProbs, entropies) = pass.LogProbsAndEntropies(rows, targets);
        (-logProbs.mean() - 0.1 * entropies.mean()).backward();
        pass.Backward();
    }

    private static Decoder Model(string family) => new(family == "llama" ? Llama : Gpt2, new SeededRandom(1), new WeightInitialisation { EmbeddingDeviation = 0.2 });

    private static int[][] Sequences()
    {
        var random = new SeededRandom(4);
        return [.. new[] { 60, 1, 128, 7 }.Select(n => Enumerable.Range(0, n).Select(_ => random.Next(97)).ToArray())];
    }
}
