using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using Heed.Runs;

namespace Heed.Models.Checkpoints;

/// <summary>Writes float32 tensors as one safetensors file, whole or not at all. Equal tensors give equal bytes.</summary>
public static class SafetensorsWriter
{
    /// <summary>Elements that are converted at a time.</summary>
    private const int Chunk = 1 << 18;

    /// <summary>Gives the elements of one tensor, row-major, as the file stores them.</summary>
    public delegate ReadOnlySpan<float> Elements();

    /// <summary>Writes the tensors in the order of their names.</summary>
    public static void Write(string path, IEnumerable<(string Name, long[] Shape, Elements Elements)> tensors, SafetensorsType type = SafetensorsType.Float32)
    {
        var ordered = tensors.OrderBy(t => t.Name, StringComparer.Ordinal).ToList();
        var header = Header(ordered.Select(t => (t.Name, t.Shape)), type);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            var bytes = new byte[Chunk * TensorNumbers.Size(type)];
            foreach (var tensor in ordered)
                for (var rest = tensor.Elements(); rest.Length > 0; rest = rest[Math.Min(Chunk, rest.Length)..])
                {
                    var part = rest[..Math.Min(Chunk, rest.Length)];
                    var converted = bytes.AsSpan(0, part.Length * TensorNumbers.Size(type));
                    TensorNumbers.Write(type, part, converted);
                    stream.Write(converted);
                }
        });
    }

    private static byte[] Header(IEnumerable<(string Name, long[] Shape)> tensors, SafetensorsType type)
    {
        var json = new JsonObject { ["__metadata__"] = new JsonObject { ["format"] = "pt" } };
        var at = 0L;
        foreach (var (name, shape) in tensors)
        {
            var end = at + shape.Aggregate(1L, (product, d) => product * d) * TensorNumbers.Size(type);
            json[name] = new JsonObject
            {
                ["dtype"] = type switch { SafetensorsType.Float16 => "F16", SafetensorsType.BFloat16 => "BF16", _ => "F32" },
                ["shape"] = new JsonArray([.. shape.Select(d => (JsonNode)d)]),
                ["data_offsets"] = new JsonArray(at, end),
            };
            at = end;
        }
        var text = JsonSerializer.SerializeToUtf8Bytes(json);
        var padded = (text.Length + 7) / 8 * 8; // the data begin at a multiple of eight
        var header = new byte[8 + padded];
        BinaryPrimitives.WriteInt64LittleEndian(header, padded);
        header.AsSpan(8).Fill((byte)' ');
        text.CopyTo(header.AsSpan(8));
        return header;
    }
}
