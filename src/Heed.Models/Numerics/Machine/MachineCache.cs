using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Heed.Models.Numerics.Native;
using Heed.Runs;

namespace Heed.Models.Numerics.Machine;

/// <summary>What was measured on this machine, kept in the user's cache by processor, threads, kernels and this very build of them.</summary>
internal static class MachineCache
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>What is kept under a name, or a new measurement where there is none or it cannot be read.</summary>
    public static T Get<T>(string name, Func<T> measure) where T : class
    {
        var path = Path.Combine(UserCache.Folder("machine"), $"{Hash(name)}.json");
        if (File.Exists(path) && TryRead<T>(path) is { } kept) return kept;
        var measured = measure();
        AtomicFile.WriteText(path, JsonSerializer.Serialize(measured, Json));
        return measured;
    }

    /// <summary>Forgets everything that was measured.</summary>
    public static void Clear()
    {
        foreach (var file in Directory.EnumerateFiles(UserCache.Folder("machine"), "*.json")) File.Delete(file);
    }

    private static T? TryRead<T>(string path) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), Json);
        }
        catch (JsonException)
        {
            return null;                         // of another version, or torn: measured again
        }
    }

    private static string Hash(string name)
    {
        var build = typeof(MachineCache).Module.ModuleVersionId;
        var key = $"{name}|{Processor.Name}|{Environment.ProcessorCount}|{ThreadTeam.Threads}|{SimdChoice.Wide}|{build}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16];
    }
}
