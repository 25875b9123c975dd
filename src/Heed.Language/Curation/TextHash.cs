using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Heed.Language.Curation;

/// <summary>What a text is known by: the SHA-256 of its UTF-8.</summary>
/// <param name="Identity">128 bits that tell texts apart.</param>
/// <param name="Draw">64 other bits that decide where it goes.</param>
internal readonly record struct TextHash(UInt128 Identity, ulong Draw)
{
    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform => (Draw >> 11) * (1.0 / (1UL << 53));

    public static TextHash Of(string text)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return new(BinaryPrimitives.ReadUInt128LittleEndian(hash.AsSpan(8)), BinaryPrimitives.ReadUInt64LittleEndian(hash));
    }

    /// <summary>16 hexadecimal digits.</summary>
    public string Name => ((ulong)Identity).ToString("x16");
}
