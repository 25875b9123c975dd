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
    public static void Write(string path, IEnumerable<(string Name, long[] Shape, Elements Elements)> tensors, SafetensorsType type = SafetensorsType.Float32) =>
        WriteRaw(path, tensors.Select(t => new RawTensor(t.Name, NameOf(type), t.Shape, TensorNumbers.Size(type), stream => WriteNumbers(stream, t.Elements(), type))));

    /// <summary>The same for tensors that write their own bytes.</summary>
    internal static void WriteRaw(string path, IEnumerable<RawTensor> tensors)
    {
        var ordered = tensors.OrderBy(t => t.Name, StringComparer.Ordinal).ToList();
        var header = Header(ordered);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            foreach (var tensor in ordered) tensor.Write(stream);
        });
    }

    internal static void WriteNumbers(Stream stream, ReadOnlySpan<float> rest, SafetensorsType type)
    {
        var bytes = new byte[Math.Min(Chunk, rest.Length) * TensorNumbers.Size(type)];
        while (rest.Length > 0)
        {
            var part = rest[..Math.Min(Chunk, rest.Length)];
            var converted = bytes.AsSpan(0, part.Length * TensorNumbers.Size(type));
            TensorNumbers.Write(type, part, converted);
            stream.Write(converted);
            rest = rest[part.Length..];
        }
    }

    internal static string NameOf(SafetensorsType type) => type switch { SafetensorsType.Float16 => "F16", SafetensorsType.BFloat16 => "BF16", _ => "F32" };

    private static byte[] Header(IEnumerable<RawTensor> tensors)
    {
        var json = new JsonObject { ["__metadata__"] = new JsonObject { ["format"] = "pt" } };
        var at = 0L;
        foreach (var tensor in tensors)
        {
            var end = at + tensor.Shape.Aggregate(1L, (product, d) => product * d) * tensor.ElementBytes;
            json[tensor.Name] = new JsonObject
            {
                ["dtype"] = tensor.Type,
                ["shape"] = new JsonArray([.. tensor.Shape.Select(d => (JsonNode)d)]),
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

    /// <param name="Type">As the file spells it.</param>
    /// <param name="Write">All its bytes, row-major.</param>
    internal sealed record RawTensor(string Name, string Type, long[] Shape, int ElementBytes, Action<Stream> Write);
}
