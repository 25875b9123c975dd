using Heed.Models.Architecture;
using TorchSharp;
using Xunit;

namespace Heed.Learning.Tests;

/// <summary>Drives trainings without a run folder, and checks what every one of them promises.</summary>
internal static class TrainingRuns
{
    public static List<StepReport> Run(ITraining training, long from = 0, long? to = null)
    {
        var reports = new List<StepReport>();
        for (var step = from; step < (to ?? training.Steps); step++) reports.Add(training.Step(step));
        return reports;
    }

    /// <summary>Runs whole; runs to a step, saves, goes on with a new training from the files; both end with the same bits.</summary>
    public static void ResumesExactly<T>(Func<T> make, Func<T, ParameterBuffer> weights, long stop) where T : ITraining
    {
        var folder = Toy.NewFolder();
        var whole = make();
        var expected = Run(whole);
        var first = make();
        Run(first, to: stop);
        first.Save(folder);
        var second = make();
        second.Restore(folder);
        var actual = Run(second, from: stop);
        for (var i = 0; i < actual.Count; i++) Assert.Equal(expected[(int)stop + i].Figures, actual[i].Figures);
        Assert.Equal(whole.Finish()?.Figures, second.Finish()?.Figures);
        Assert.True(weights(whole).All.SequenceEqual(weights(second).All));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Tensors that live, without those that earlier tests left to finalizers.</summary>
    public static long LiveTensors()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return torch.Tensor.TotalCount;
    }
}
