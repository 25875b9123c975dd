using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Heed.Runs;

namespace Heed.Models.Numerics.Native;

/// <summary>
/// Loads libtorch before TorchSharp asks for it. TorchSharp's library was linked against a newer C++ runtime than older systems
/// have, for one marker symbol that nothing uses; where the stock file does not load, a copy with that one version record re-pointed
/// is made in the user's cache and loaded instead. Where it loads, nothing is touched.
/// </summary>
public static class NativeRuntime
{
    private const string Newer = "GLIBCXX_3.4.32", Older = "GLIBCXX_3.4.30";
    private static readonly Lock Gate = new();
    private static bool _loaded;

    /// <summary>Whether libtorch is there.</summary>
    internal static bool IsLoaded => _loaded;

    /// <summary>Where each native library was loaded from, in order.</summary>
    public static IReadOnlyList<string> Loaded { get; private set; } = [];

    /// <summary>Loads what is not loaded yet; the first call takes some 150 ms.</summary>
    public static void Load()
    {
        lock (Gate)
        {
            if (_loaded) return;
            if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != System.Runtime.InteropServices.Architecture.X64)
                throw new UnsupportedPlatformException($"Heed runs on Linux with an x86-64 processor; this is {RuntimeInformation.OSDescription} on {RuntimeInformation.ProcessArchitecture}.");
            BoundSpinning();
            var loaded = new List<string>();
            foreach (var name in new[] { "libgomp-98b21ff3.so.1", "libc10.so", "libtorch_cpu.so", "libtorch.so" }) loaded.Add(LoadStock(name));
            loaded.Add(LoadBridge());
            Loaded = loaded;
            _loaded = true;
            TorchSharp.torch.set_num_threads(ThreadTeam.Threads);
        }
    }

    /// <summary>
    /// libtorch's own threads wait for each other by spinning for a moment, then by sleeping: without a bound, two busy programs on one machine
    /// spend most of their time waiting for a thread that the other one keeps from running, and a thread that spins after libtorch's work
    /// keeps ours from theirs. What the user set stands.
    /// </summary>
    private static void BoundSpinning()
    {
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null) _ = setenv("GOMP_SPINCOUNT", "2000", overwrite: 0);
    }

    [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int setenv(string name, string value, int overwrite);

    private static string LoadStock(string name)
    {
        var path = Find(name);
        if (!NativeLibrary.TryLoad(path, out _))
            throw new UnsupportedPlatformException($"{path} does not load. Expected a system with glibc 2.28 or later; 'ldd {path}' names what is missing.");
        return path;
    }

    private static string LoadBridge()
    {
        var stock = Find("libLibTorchSharp.so");
        if (NativeLibrary.TryLoad(stock, out _)) return stock;
        var mended = Mend(stock);
        if (NativeLibrary.TryLoad(mended, out _)) return mended;
        throw new UnsupportedPlatformException($"{stock} does not load, nor does a copy that asks for {Older}. Expected libstdc++ of GCC 12 or later; 'ldd {stock}' names what is missing.");
    }

    /// <summary>The mended copy's path, made if it is not there; its name carries the hash of the original.</summary>
    private static string Mend(string stock)
    {
        var elf = File.ReadAllBytes(stock);
        var name = $"libLibTorchSharp-{Convert.ToHexStringLower(SHA256.HashData(elf))[..16]}";
        if (!SymbolVersion.Replace(elf, Newer, Older))
            throw new UnsupportedPlatformException($"{stock} does not load, and it has no need of {Newer} to mend. 'ldd {stock}' names what is missing.");
        var folder = Path.Combine(UserCache.Folder("native"), name);
        var copy = Path.Combine(folder, "libLibTorchSharp.so");
        if (File.Exists(copy) && File.ReadAllBytes(copy).AsSpan().SequenceEqual(elf)) return copy;
        Directory.CreateDirectory(folder);
        AtomicFile.Write(copy, stream => stream.Write(elf));
        return copy;
    }

    private static string Find(string name)
    {
        var beside = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;
        string[] places = [beside, AppContext.BaseDirectory, Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native")];
        return places.Select(p => Path.Combine(p, name)).FirstOrDefault(File.Exists)
            ?? throw new UnsupportedPlatformException($"{name} was not found in {string.Join(", ", places.Distinct())}. The build puts it there; build again.");
    }
}
