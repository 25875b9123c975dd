using Heed.Runs;

namespace Heed.Models.Checkpoints.Gguf;

/// <summary>Writes a GGUF file (version 3), whole or not at all. Equal input gives equal bytes.</summary>
internal static class GgufWriter
{
    public const int Alignment = 32;
    public const uint Version = 3;

    /// <param name="Name">llama.cpp's name.</param>
    /// <param name="Shape">Rows, columns; a vector has its length alone.</param>
    /// <param name="Elements">Row-major.</param>
    public sealed record Tensor(string Name, int[] Shape, GgufType Type, Func<ReadOnlyMemory<float>> Elements)
    {
        public long Length => Shape.Aggregate(1L, (product, d) => product * d);

        public long Bytes => Type.Bytes(Length);
    }

    public static void Write(string path, GgufMetadata keys, IReadOnlyList<Tensor> tensors) => AtomicFile.Write(path, stream =>
    {
        using var head = new MemoryStream();
        head.Write("GGUF"u8);
        GgufMetadata.WriteNumber(head, Version);
        GgufMetadata.WriteNumber(head, (ulong)tensors.Count);
        GgufMetadata.WriteNumber(head, (ulong)keys.Count);
        keys.Write(head);
        var at = 0L;
        foreach (var tensor in tensors)
        {
            WriteEntry(head, tensor, at);
            at += Padded(tensor.Bytes);
        }
        Pad(head, head.Length);
        head.WriteTo(stream);
        foreach (var tensor in tensors) WriteElements(stream, tensor);
    });

    private static long Padded(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;

    private static void Pad(Stream stream, long written) => stream.Write(new byte[Padded(written) - written]);

    private static void WriteEntry(Stream head, Tensor tensor, long offset)
    {
        GgufMetadata.WriteText(head, tensor.Name);
        GgufMetadata.WriteNumber(head, (uint)tensor.Shape.Length);
        foreach (var dimension in tensor.Shape.Reverse()) GgufMetadata.WriteNumber(head, (ulong)dimension); // ggml counts the fastest first
        GgufMetadata.WriteNumber(head, (uint)tensor.Type);
        GgufMetadata.WriteNumber(head, (ulong)offset);
    }

    private static void WriteElements(Stream stream, Tensor tensor)
    {
        var values = tensor.Elements();
        var row = tensor.Shape[^1];
        var rows = Math.Max(1, (1 << 18) / row);
        var bytes = new byte[tensor.Type.Bytes((long)rows * row)];
        for (var at = 0; at < values.Length; at += rows * row)
        {
            var part = values.Span.Slice(at, Math.Min(rows * row, values.Length - at));
            var used = bytes.AsSpan(0, (int)tensor.Type.Bytes(part.Length));
            GgufBlocks.Encode(tensor.Type, part, used);
            stream.Write(used);
        }
        Pad(stream, tensor.Bytes);
    }
}
