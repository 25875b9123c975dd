namespace Heed.Models.Checkpoints.Gguf;

/// <summary>The types of values of keys; the numbers are the format's.</summary>
internal enum GgufValueType : uint { UInt8, Int8, UInt16, Int16, UInt32, Int32, Float32, Bool, String, Array, UInt64, Int64, Float64 }

internal static class GgufValueTypes
{
    private static readonly (GgufValueType Type, Type Clr, int Bytes)[] All =
    [
        (GgufValueType.UInt8, typeof(byte), 1), (GgufValueType.Int8, typeof(sbyte), 1), (GgufValueType.UInt16, typeof(ushort), 2), (GgufValueType.Int16, typeof(short), 2),
        (GgufValueType.UInt32, typeof(uint), 4), (GgufValueType.Int32, typeof(int), 4), (GgufValueType.Float32, typeof(float), 4), (GgufValueType.Bool, typeof(bool), 1),
        (GgufValueType.String, typeof(string), 8), (GgufValueType.UInt64, typeof(ulong), 8), (GgufValueType.Int64, typeof(long), 8), (GgufValueType.Float64, typeof(double), 8),
    ];

    public static GgufValueType Of(object value) => value is Array ? GgufValueType.Array : Of(value.GetType());

    public static GgufValueType OfElements(Array items) => Of(items.GetType().GetElementType()!);

    public static Type Clr(GgufValueType type) => All.First(t => t.Type == type).Clr;

    /// <summary>The fewest bytes a value takes in the file.</summary>
    public static int Smallest(GgufValueType type) => All.First(t => t.Type == type).Bytes;

    private static GgufValueType Of(Type clr) => All.First(t => t.Clr == clr).Type;
}
