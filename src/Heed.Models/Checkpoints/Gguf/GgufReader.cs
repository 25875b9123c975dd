using Heed.Runs;

namespace Heed.Models.Checkpoints.Gguf;

/// <summary>A GGUF file opened: its keys and where its tensors lie. Nothing is allocated on a header's word alone.</summary>
public sealed class GgufReader : IDisposable
{
    private readonly FileStream _file;
    private readonly long _data;
    private readonly Dictionary<string, GgufEntry> _tensors = new(StringComparer.Ordinal);

    /// <exception cref="CheckpointException">The file is missing, damaged, of another version, or claims more than it holds.</exception>
    public GgufReader(string path)
    {
        if (!File.Exists(path)) throw new CheckpointException($"{path} does not exist; give a .gguf file.");
        Path = path;
        _file = File.OpenRead(path);
        try
        {
            var head = new GgufHead(_file, path);
            (Metadata, var entries) = head.Read();
            var alignment = Metadata["general.alignment"] is uint given ? given : GgufWriter.Alignment;
            if (alignment is 0 or > 1 << 16 || alignment % 8 != 0) throw head.Broken($"asks for an alignment of {alignment}");
            _data = (_file.Position + alignment - 1) / alignment * alignment;
            foreach (var entry in entries)
            {
                if (entry.Offset % alignment != 0 || entry.Offset > _file.Length || entry.Bytes > _file.Length - _data - entry.Offset)
                    throw head.Broken($"places tensor '{entry.Name}' outside itself: {entry.Bytes} bytes at {_data} + {entry.Offset} of {_file.Length}");
                if (!_tensors.TryAdd(entry.Name, entry)) throw head.Broken($"holds tensor '{entry.Name}' twice");
            }
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public string Path { get; }

    public GgufMetadata Metadata { get; }

    public IReadOnlyDictionary<string, GgufEntry> Tensors => _tensors;

    /// <summary>A tensor as float32, row-major.</summary>
    public void Read(string name, Span<float> target)
    {
        if (!_tensors.TryGetValue(name, out var entry)) throw new CheckpointException($"{Path} has no tensor '{name}'.");
        if (entry.Length != target.Length) throw new CheckpointException($"{Path}: tensor '{name}' has {entry.Length} elements; {target.Length} were expected.");
        _file.Position = _data + entry.Offset;
        var part = 1 << 18;
        var bytes = new byte[entry.Type.Bytes(Math.Min(part, target.Length))];
        for (var at = 0; at < target.Length; at += part)
        {
            var values = target.Slice(at, Math.Min(part, target.Length - at));
            var used = bytes.AsSpan(0, (int)entry.Type.Bytes(values.Length));
            _file.ReadExactly(used);
            GgufBlocks.Decode(entry.Type, used, values);
        }
    }

    /// <summary>The bytes of a tensor as the file has them.</summary>
    public byte[] ReadBytes(string name)
    {
        var entry = _tensors[name];
        var bytes = new byte[entry.Bytes];
        _file.Position = _data + entry.Offset;
        _file.ReadExactly(bytes);
        return bytes;
    }

    public void Dispose() => _file.Dispose();
}

/// <summary>One tensor of a file.</summary>
/// <param name="Shape">Rows, columns: the slowest first, as everywhere in Heed; ggml lists the fastest first.</param>
/// <param name="Offset">From where the data begin.</param>
public sealed record GgufEntry(string Name, IReadOnlyList<long> Shape, GgufType Type, long Offset)
{
    public long Length => Shape.Aggregate(1L, (product, d) => product * d);

    public long Bytes => Type.Bytes(Length);
}
