using System.Buffers.Binary;
using System.Text.Json;
using Heed.Runs;

namespace Heed.Models.Checkpoints;

/// <summary>
/// The head of a safetensors file: eight bytes of length, little-endian, then JSON that names each tensor's type, shape and bytes
/// (github.com/huggingface/safetensors, "Format").
/// </summary>
internal static class SafetensorsHeader
{
    /// <summary>A limit of the format: a longer head is a broken file.</summary>
    private const long LongestHeader = 100_000_000;

    private static readonly Dictionary<string, int> Sizes = new()
    {
        ["BOOL"] = 1,
        ["U8"] = 1,
        ["I8"] = 1,
        ["F8_E4M3"] = 1,
        ["F8_E5M2"] = 1,
        ["U16"] = 2,
        ["I16"] = 2,
        ["F16"] = 2,
        ["BF16"] = 2,
        ["U32"] = 4,
        ["I32"] = 4,
        ["F32"] = 4,
        ["U64"] = 8,
        ["I64"] = 8,
        ["F64"] = 8,
    };

    /// <summary>The tensors by name, and where the data begin.</summary>
    /// <exception cref="CheckpointException">The file is cut off or is no safetensors file.</exception>
    public static (Dictionary<string, SafetensorsEntry> Entries, long DataStart) Read(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> size = stackalloc byte[8];
        if (file.ReadAtLeast(size, 8, throwOnEndOfStream: false) < 8) throw Broken(path, $"has {file.Length} bytes, fewer than its head needs");
        var length = BinaryPrimitives.ReadInt64LittleEndian(size);
        if (length is < 2 or > LongestHeader) throw Broken(path, "does not begin like a safetensors file");
        if (length > file.Length - 8) throw Broken(path, $"ends inside its head: expected {length + 8} bytes at least, found {file.Length}");
        var json = new byte[length];
        file.ReadExactly(json);
        var entries = Parse(path, json);
        var needed = 8 + length + entries.Values.Select(e => e.End).DefaultIfEmpty(0).Max();
        if (file.Length < needed) throw Broken(path, $"is cut off: expected {needed} bytes, found {file.Length}");
        CheckTiling(path, entries.Values);
        return (entries, 8 + length);
    }

    private static Dictionary<string, SafetensorsEntry> Parse(string path, byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.EnumerateObject().Where(p => p.Name != "__metadata__")
                .ToDictionary(p => p.Name, p => Entry(path, p.Name, p.Value));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw Broken(path, $"has a head that is not the JSON of a safetensors file ({e.Message})", e);
        }
    }

    private static SafetensorsEntry Entry(string path, string name, JsonElement value)
    {
        var type = value.GetProperty("dtype").GetString() ?? "";
        long[] shape = [.. value.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64())];
        var offsets = value.GetProperty("data_offsets");
        if (offsets.GetArrayLength() != 2) throw Broken(path, $"gives tensor '{name}' {offsets.GetArrayLength()} offsets, expected 2");
        var entry = new SafetensorsEntry(name, type, shape, offsets[0].GetInt64(), offsets[1].GetInt64());
        if (entry.Begin < 0 || entry.End < entry.Begin || shape.Any(d => d < 0)) throw Broken(path, $"places tensor '{name}' outside itself");
        if (Sizes.TryGetValue(type, out var size) && (Int128)entry.Length * size != entry.End - entry.Begin)
            throw Broken(path, $"gives tensor '{name}' {entry.End - entry.Begin} bytes where its shape needs {(Int128)entry.Length * size}");
        return entry;
    }

    /// <summary>Tensors follow one another without holes and share no byte: so the format has it, and a file cannot hold what nobody reads.</summary>
    private static void CheckTiling(string path, IEnumerable<SafetensorsEntry> entries)
    {
        var at = 0L;
        foreach (var entry in entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.Begin != at) throw Broken(path, $"places tensor '{entry.Name}' at byte {entry.Begin} of its data, expected {at}");
            at = entry.End;
        }
    }

    private static CheckpointException Broken(string path, string what, Exception? inner = null) =>
        new($"{path} {what}. The file is damaged: copy it again, or use an earlier checkpoint.", inner);
}
