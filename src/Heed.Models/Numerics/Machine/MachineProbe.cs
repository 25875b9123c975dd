using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Heed.Models.Numerics.Native;
using Heed.Runs;

namespace Heed.Models.Numerics.Machine;

/// <summary>Measures a machine in under three seconds, once: figures are kept in the user's cache by processor, threads, kernels and version of Heed.</summary>
public sealed class MachineProbe(TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The kept figures, or new ones where there are none or they cannot be read.</summary>
    public MachineFigures Figures()
    {
        var path = CachePath();
        if (File.Exists(path) && TryRead(path) is { } kept) return kept;
        var figures = Measure();
        AtomicFile.WriteText(path, JsonSerializer.Serialize(figures, Json));
        return figures;
    }

    /// <summary>New figures; nothing is kept.</summary>
    public MachineFigures Measure()
    {
        NativeRuntime.Load();
        var rates = new ProductRates(clock);
        return new MachineFigures
        {
            Processor = Processor.Name,
            Threads = ThreadTeam.Threads,
            InstructionSets = Processor.InstructionSets(),
            MemoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            Float32 = rates.Own(),
            Float32OfLibtorch = rates.Libtorch(TorchSharp.torch.float32),
            BFloat16OfLibtorch = rates.Libtorch(TorchSharp.torch.bfloat16),
            ReadRate = ReadRate(),
            NativeLibraries = NativeRuntime.Loaded,
            VectorWidth = SimdChoice.Wide ? Simd512.Width : Simd256.Width,
        };
    }

    /// <summary>GB/s of the best of four passes over a buffer that no cache holds.</summary>
    private unsafe double ReadRate()
    {
        const int length = 1 << 26; // 256 MB
        var data = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), 64);
        try
        {
            new Span<float>(data, length).Fill(1);
            var best = Enumerable.Range(0, 4).Min(_ =>
            {
                var start = clock.GetTimestamp();
                FlatSums.SumOfSquares(new ReadOnlySpan<float>(data, length));
                return clock.GetElapsedTime(start).TotalSeconds;
            });
            return length * (double)sizeof(float) / best / 1e9;
        }
        finally
        {
            NativeMemory.AlignedFree(data);
        }
    }

    private static MachineFigures? TryRead(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<MachineFigures>(File.ReadAllText(path), Json);
        }
        catch (JsonException)
        {
            return null;                         // of another version, or torn: measured again
        }
    }

    private static string CachePath()
    {
        var version = typeof(MachineProbe).Assembly.GetName().Version;
        var key = $"{Processor.Name}|{Environment.ProcessorCount}|{ThreadTeam.Threads}|{SimdChoice.Wide}|{version}";
        return Path.Combine(UserCache.Folder("machine"), $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16]}.json");
    }
}
