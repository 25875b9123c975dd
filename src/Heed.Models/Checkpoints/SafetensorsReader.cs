using System.IO.MemoryMappedFiles;
using Heed.Runs;

namespace Heed.Models.Checkpoints;

/// <summary>A safetensors file, mapped into memory: opening it reads the head alone; of a tensor only a part is mapped at a time, while it is copied.</summary>
public sealed unsafe class SafetensorsReader : IDisposable
{
    /// <summary>Bytes that are mapped at a time: a whole number of elements of every type.</summary>
    private const long Window = 1 << 24;

    private readonly MemoryMappedFile _file;
    private readonly Dictionary<string, SafetensorsEntry> _entries;
    private readonly long _start;

    /// <summary>Opens a file and checks its head against its length.</summary>
    /// <exception cref="CheckpointException">The file is missing, cut off or no safetensors file.</exception>
    public SafetensorsReader(string path)
    {
        if (!File.Exists(path)) throw new CheckpointException($"{path} does not exist; a model folder holds model.safetensors, or its index and parts.");
        (_entries, _start) = SafetensorsHeader.Read(path);
        Path = path;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
    }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>What it holds.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => _entries;

    /// <summary>Copies a tensor, row-major, as float32.</summary>
    /// <exception cref="CheckpointException">The tensor is not there, or of a type that is no weight.</exception>
    public void Read(string name, Span<float> target)
    {
        var entry = Entry(name);
        if (entry.Length != target.Length) throw new ArgumentException($"'{name}' has {entry.Length} elements; the target {target.Length}.", nameof(target));
        if (IsScaled(name))
        {
            ReadInt8(entry, target);
            return;
        }
        var type = TypeOf(entry);
        var size = TensorNumbers.Size(type);
        for (long at = entry.Begin; at < entry.End; at += Window)
        {
            var bytes = (int)Math.Min(Window, entry.End - at);
            using var view = _file.CreateViewAccessor(_start + at, bytes, MemoryMappedFileAccess.Read);
            byte* first = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref first);
            try
            {
                TensorNumbers.Read(type, new ReadOnlySpan<byte>(first + view.PointerOffset, bytes), target.Slice((int)((at - entry.Begin) / size), bytes / size));
            }
            finally
            {
                view.SafeMemoryMappedViewHandle.ReleasePointer();
            }
        }
    }

    /// <summary>A tensor as float32.</summary>
    public float[] Read(string name)
    {
        if (!IsScaled(name)) _ = TypeOf(name);                          // of a type that it knows the file has as many bytes as the shape says
        var values = new float[Entry(name).Length];
        Read(name, values);
        return values;
    }

    /// <summary>The type of a tensor's numbers.</summary>
    /// <exception cref="CheckpointException">The tensor is not there, or of a type that is no weight.</exception>
    public SafetensorsType TypeOf(string name) => TypeOf(Entry(name));

    /// <summary>The factors of an int8 matrix, one a row.</summary>
    internal static string ScaleOf(string name) => $"{name}_scale";

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private bool IsScaled(string name) => Entry(name).Type == "I8" && _entries.ContainsKey(ScaleOf(name));

    private void ReadInt8(SafetensorsEntry entry, Span<float> target)
    {
        var scales = Read(ScaleOf(entry.Name));
        if (entry.Shape.Count != 2 || scales.Length != entry.Shape[0]) throw new CheckpointException($"{Path}: '{ScaleOf(entry.Name)}' holds {scales.Length} factors; expected one for each of the {entry.Shape[0]} rows of '{entry.Name}'.");
        var bytes = checked((int)(entry.End - entry.Begin));
        using var view = _file.CreateViewAccessor(_start + entry.Begin, bytes, MemoryMappedFileAccess.Read);
        byte* first = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref first);
        try
        {
            if (bytes > 0) RoundedMatrix.Widen(new ReadOnlySpan<byte>(first + view.PointerOffset, bytes), scales, target);
        }
        finally
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }

    private SafetensorsEntry Entry(string name) => _entries.TryGetValue(name, out var entry) ? entry : throw new CheckpointException($"{Path} has no tensor '{name}'.");

    private SafetensorsType TypeOf(SafetensorsEntry entry) => entry.Type switch
    {
        "F32" => SafetensorsType.Float32,
        "F16" => SafetensorsType.Float16,
        "BF16" => SafetensorsType.BFloat16,
        _ => throw new CheckpointException($"{Path}: tensor '{entry.Name}' is of type {entry.Type}; expected F32, F16 or BF16. Convert the checkpoint to one of them."),
    };
}
