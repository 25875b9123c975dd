using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Heed.Runs;

namespace Heed.Models.Checkpoints;

/// <summary>A safetensors file, mapped into memory: opening it reads the head alone.</summary>
public sealed unsafe class SafetensorsReader : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Dictionary<string, SafetensorsEntry> _entries;
    private readonly byte* _data;

    /// <summary>Opens a file and checks its head against its length.</summary>
    /// <exception cref="CheckpointException">The file is missing, cut off or no safetensors file.</exception>
    public SafetensorsReader(string path)
    {
        if (!File.Exists(path)) throw new CheckpointException($"{path} does not exist; a model folder holds model.safetensors, or its index and parts.");
        (_entries, var start) = SafetensorsHeader.Read(path);
        Path = path;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* first = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref first);
        _data = first + start;
    }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>What it holds.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => _entries;

    /// <summary>Copies a tensor, row-major, as float32.</summary>
    /// <exception cref="CheckpointException">The tensor is not there, or of a type that is no weight.</exception>
    public void Read(string name, Span<float> target)
    {
        if (!_entries.TryGetValue(name, out var entry)) throw new CheckpointException($"{Path} has no tensor '{name}'.");
        if (entry.Length != target.Length) throw new ArgumentException($"'{name}' has {entry.Length} elements; the target {target.Length}.", nameof(target));
        var bytes = new ReadOnlySpan<byte>(_data + entry.Begin, checked((int)(entry.End - entry.Begin)));
        switch (TypeOf(entry))
        {
            case SafetensorsType.Float32: bytes.CopyTo(MemoryMarshal.AsBytes(target)); break;
            case SafetensorsType.Float16: FromHalf(bytes, target); break;
            default: FromBFloat16(bytes, target); break;
        }
    }

    /// <summary>A tensor as float32.</summary>
    public float[] Read(string name)
    {
        if (!_entries.TryGetValue(name, out var entry)) throw new CheckpointException($"{Path} has no tensor '{name}'.");
        var values = new float[entry.Length];
        Read(name, values);
        return values;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private SafetensorsType TypeOf(SafetensorsEntry entry) => entry.Type switch
    {
        "F32" => SafetensorsType.Float32,
        "F16" => SafetensorsType.Float16,
        "BF16" => SafetensorsType.BFloat16,
        _ => throw new CheckpointException($"{Path}: tensor '{entry.Name}' is of type {entry.Type}; expected F32, F16 or BF16. Convert the checkpoint to one of them."),
    };

    private static void FromHalf(ReadOnlySpan<byte> bytes, Span<float> target)
    {
        for (var i = 0; i < target.Length; i++) target[i] = (float)MemoryMarshal.Read<Half>(bytes[(2 * i)..]);
    }

    private static void FromBFloat16(ReadOnlySpan<byte> bytes, Span<float> target)
    {
        for (var i = 0; i < target.Length; i++) target[i] = BitConverter.UInt32BitsToSingle((uint)MemoryMarshal.Read<ushort>(bytes[(2 * i)..]) << 16);
    }
}
