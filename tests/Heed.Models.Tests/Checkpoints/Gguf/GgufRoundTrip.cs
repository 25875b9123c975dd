using Heed.Models.Architecture;
using Heed.Models.Checkpoints;
using Heed.Models.Checkpoints.Gguf;
using Heed.Models.Training;
using Xunit;

namespace Heed.Models.Tests.Checkpoints.Gguf;

/// <summary>A model folder against the GGUF file made of it.</summary>
internal static class GgufRoundTrip
{
    /// <summary>Every parameter equal (float32), or as near as the stored type allows; in float32 the logits are equal to the last bit.</summary>
    public static void Check(string folder, string path, GgufType type)
    {
        var (plan, own) = HuggingFaceFolder.Load(folder);
        var (readPlan, read) = GgufImport.Load(path);
        using var first = new Decoder(plan, own);
        using var second = new Decoder(readPlan, read);
        Assert.Equal(plan.Parameters.Select(p => p.Name), readPlan.Parameters.Select(p => p.Name));
        foreach (var parameter in plan.Parameters) CheckNear(parameter, own[parameter], read[parameter], type);
        if (type != GgufType.F32) return;
        var batch = PackedBatch.Of([[.. Enumerable.Range(0, Math.Min(12, plan.Config.VocabularySize))]]);
        using var mine = first.Forward(batch, train: false);
        using var other = second.Forward(batch, train: false);
        int[] rows = [.. Enumerable.Range(0, batch.Count)];
        Assert.Equal(mine.Logits(rows).ToArray(), other.Logits(rows).ToArray());
    }

    private static void CheckNear(Parameter parameter, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, GgufType type)
    {
        var largest = 0f;
        foreach (var value in expected) largest = Math.Max(largest, Math.Abs(value));
        // Half a step of each type: 2^-11 and 2^-8 relative, 1/254 and 1/8 of the largest of a block (a 4-bit block's other end may be cut).
        var tolerance = parameter.Rows <= 1 ? 0 : largest * type switch { GgufType.F32 => 0, GgufType.F16 => 5e-4f, GgufType.BF16 => 4e-3f, GgufType.Q8_0 => 5e-3f, _ => 0.13f };
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{parameter.Name}[{i}]: expected {expected[i]:R}, got {actual[i]:R} ({type})");
    }
}
