using System.Runtime.InteropServices;

namespace Heed.Models.Checkpoints.Gguf;

/// <summary>float32 elements to the bytes of a stored type and back, rounding as ggml does.</summary>
internal static class GgufBlocks
{
    public static void Encode(GgufType type, ReadOnlySpan<float> values, Span<byte> bytes)
    {
        switch (type)
        {
            case GgufType.F32: MemoryMarshal.AsBytes(values).CopyTo(bytes); break;
            case GgufType.F16: EncodeHalf(values, MemoryMarshal.Cast<byte, Half>(bytes)); break;
            case GgufType.BF16: EncodeBFloat16(values, MemoryMarshal.Cast<byte, ushort>(bytes)); break;
            default:
                for (var i = 0; i < values.Length; i += GgufTypes.Block)
                {
                    var block = values.Slice(i, GgufTypes.Block);
                    var at = bytes[(int)type.Bytes(i)..];
                    if (type == GgufType.Q8_0) EncodeQ8(block, at);
                    else EncodeQ4(block, at);
                }
                break;
        }
    }

    public static void Decode(GgufType type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (type)
        {
            case GgufType.F32: bytes.CopyTo(MemoryMarshal.AsBytes(values)); break;
            case GgufType.F16:
                for (var i = 0; i < values.Length; i++) values[i] = (float)HalfAt(bytes, 2 * i);
                break;
            case GgufType.BF16:
                for (var i = 0; i < values.Length; i++) values[i] = BitConverter.UInt32BitsToSingle((uint)MemoryMarshal.Read<ushort>(bytes[(2 * i)..]) << 16);
                break;
            default:
                for (var i = 0; i < values.Length; i += GgufTypes.Block)
                {
                    var block = values.Slice(i, GgufTypes.Block);
                    var at = bytes[(int)type.Bytes(i)..];
                    if (type == GgufType.Q8_0) DecodeQ8(at, block);
                    else DecodeQ4(at, block);
                }
                break;
        }
    }

    private static Half HalfAt(ReadOnlySpan<byte> bytes, int at) => MemoryMarshal.Read<Half>(bytes[at..]);

    private static void EncodeHalf(ReadOnlySpan<float> values, Span<Half> halves)
    {
        for (var i = 0; i < values.Length; i++) halves[i] = (Half)values[i];
    }

    // To nearest, ties to even; a NaN stays one.
    private static void EncodeBFloat16(ReadOnlySpan<float> values, Span<ushort> halves)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits(values[i]);
            halves[i] = float.IsNaN(values[i]) ? (ushort)(bits >> 16 | 64) : (ushort)(bits + (0x7FFF + (bits >> 16 & 1)) >> 16);
        }
    }

    private static void EncodeQ8(ReadOnlySpan<float> values, Span<byte> bytes)
    {
        var largest = 0f;
        foreach (var value in values) largest = Math.Max(largest, Math.Abs(value));
        var scale = largest / 127;
        var inverse = scale == 0 ? 0 : 1 / scale;
        MemoryMarshal.Write(bytes, (Half)scale);
        for (var i = 0; i < values.Length; i++) bytes[2 + i] = (byte)(sbyte)MathF.Round(values[i] * inverse, MidpointRounding.AwayFromZero);
    }

    private static void DecodeQ8(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        var scale = (float)HalfAt(bytes, 0);
        for (var i = 0; i < values.Length; i++) values[i] = scale * (sbyte)bytes[2 + i];
    }

    // The element largest in magnitude becomes -8; the first half of a block lies in the low bits, the second in the high ones.
    private static void EncodeQ4(ReadOnlySpan<float> values, Span<byte> bytes)
    {
        var largest = 0f;
        foreach (var value in values)
            if (Math.Abs(value) > Math.Abs(largest)) largest = value;
        var scale = largest / -8;
        var inverse = scale == 0 ? 0 : 1 / scale;
        MemoryMarshal.Write(bytes, (Half)scale);
        int Level(float value) => Math.Min(15, (int)(value * inverse + 8.5f));
        for (var i = 0; i < 16; i++) bytes[2 + i] = (byte)(Level(values[i]) | Level(values[16 + i]) << 4);
    }

    private static void DecodeQ4(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        var scale = (float)HalfAt(bytes, 0);
        for (var i = 0; i < 16; i++) (values[i], values[16 + i]) = (scale * ((bytes[2 + i] & 15) - 8), scale * ((bytes[2 + i] >> 4) - 8));
    }
}
