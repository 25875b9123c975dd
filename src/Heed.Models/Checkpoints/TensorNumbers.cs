using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Heed.Models.Checkpoints;

/// <summary>Numbers of a file to float32 and back. To a narrower type they go to the nearest, ties to even.</summary>
internal static unsafe class TensorNumbers
{
    public static int Size(SafetensorsType type) => type == SafetensorsType.Float32 ? 4 : 2;

    public static void Read(SafetensorsType type, ReadOnlySpan<byte> bytes, Span<float> target)
    {
        switch (type)
        {
            case SafetensorsType.Float32:
                bytes.CopyTo(MemoryMarshal.AsBytes(target));
                break;
            case SafetensorsType.Float16:
                FromHalf(bytes, target);
                break;
            default:
                FromBFloat16(bytes, target);
                break;
        }
    }

    public static void Write(SafetensorsType type, ReadOnlySpan<float> source, Span<byte> bytes)
    {
        switch (type)
        {
            case SafetensorsType.Float32:
                MemoryMarshal.AsBytes(source).CopyTo(bytes);
                break;
            case SafetensorsType.Float16:
                for (var i = 0; i < source.Length; i++) MemoryMarshal.Write(bytes[(2 * i)..], (Half)source[i]);
                break;
            default:
                for (var i = 0; i < source.Length; i++) MemoryMarshal.Write(bytes[(2 * i)..], ToBFloat16(source[i]));
                break;
        }
    }

    /// <summary>A half's bits, 13 places higher, are a float that is 2¹¹² too small; where all its exponent's bits are set, so must all of the float's be.</summary>
    private static void FromHalf(ReadOnlySpan<byte> bytes, Span<float> target)
    {
        fixed (byte* from = bytes)
        fixed (float* to = target)
        {
            var i = 0;
            for (; i + 8 <= target.Length; i += 8)
            {
                var bits = Vector256.WidenLower(Vector128.Load((ushort*)from + i).ToVector256());
                var size = (bits & Vector256.Create(0x7FFFu)) << 13;
                var value = (size.AsSingle() * Vector256.Create(BitConverter.UInt32BitsToSingle(239u << 23))).AsUInt32();
                value |= Vector256.GreaterThanOrEqual(size, Vector256.Create(0x7C00u << 13)) & Vector256.Create(0x7F800000u);
                (value | ((bits & Vector256.Create(0x8000u)) << 16)).AsSingle().Store(to + i);
            }
            for (; i < target.Length; i++) to[i] = (float)((Half*)from)[i];
        }
    }

    private static void FromBFloat16(ReadOnlySpan<byte> bytes, Span<float> target)
    {
        fixed (byte* from = bytes)
        fixed (float* to = target)
        {
            var i = 0;
            for (; i + 8 <= target.Length; i += 8)
                (Vector256.WidenLower(Vector128.Load((ushort*)from + i).ToVector256()) << 16).AsSingle().Store(to + i);
            for (; i < target.Length; i++) to[i] = BitConverter.UInt32BitsToSingle((uint)((ushort*)from)[i] << 16);
        }
    }

    private static ushort ToBFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
