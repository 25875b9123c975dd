using System.Diagnostics;
using Heed.Models.Architecture;
using Heed.Models.Checkpoints;
using Heed.Models.Training;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Checkpoints;

/// <summary>What it costs to open the 30M model.</summary>
[Trait("Kind", "Long")]
public sealed class LoadingTests : IDisposable
{
    private static readonly DecoderConfig Model = new() { VocabularySize = 8192, Width = 512, Layers = 8, Heads = 8, FeedForwardWidth = 1408, TieEmbeddings = false };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(SafetensorsType.Float32)]
    [InlineData(SafetensorsType.BFloat16)]
    [InlineData(SafetensorsType.Float16)]
    public void The_30M_model_opens_within_a_third_of_a_second_and_little_more_than_its_size(SafetensorsType type)
    {
        using (var model = new Decoder(Model, new SeededRandom(1)))
        {
            Assert.InRange(model.Plan.Length, 28_000_000, 36_000_000);
            HuggingFaceFolder.Save(_folder.Path, model.Plan, model.Weights, new CheckpointFormat { Type = type });
        }
        Decoder.Load(_folder.Path).Dispose();                           // compiles what is measured
        GC.Collect();
        var before = ResidentBytes();
        var watch = Stopwatch.StartNew();
        using var loaded = Decoder.Load(_folder.Path);
        watch.Stop();
        var (seconds, growth) = (watch.Elapsed.TotalSeconds, (ResidentBytes() - before) / (4.0 * loaded.Plan.Length));
        TestContext.Current.TestOutputHelper?.WriteLine($"{type}: {seconds:F3} s, {growth:F2} of the weights' size");
        Assert.True(seconds <= 0.3, $"{seconds:F3} s");
        Assert.True(growth <= 1.2, $"memory grew by {growth:F2} of the weights' size");
    }

    private static long ResidentBytes()
    {
        using var own = Process.GetCurrentProcess();
        own.Refresh();
        return own.WorkingSet64;
    }
}
