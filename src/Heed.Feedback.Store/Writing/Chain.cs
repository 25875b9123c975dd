using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Heed.Feedback.Store.Writing;

/// <summary>
/// The chain over events: each link is SHA-256 over the link before, the event's place, id, kind and time, and the digest of its payload. The digest is
/// SHA-256 over a salt and the payload; where both are erased the link still holds, and nobody can test a guess of what was said.
/// </summary>
internal static class Chain
{
    public const int SaltLength = 16;

    public static readonly byte[] Start = new byte[SHA256.HashSizeInBytes];

    public static byte[] Digest(byte[] salt, string content) => Hash([salt, Encoding.UTF8.GetBytes(content)]);

    public static byte[] Link(byte[] before, long sequence, string id, string kind, long time, byte[] digest)
    {
        Span<byte> numbers = stackalloc byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(numbers, sequence);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], time);
        byte[] name = Encoding.UTF8.GetBytes($"{id}\n{kind}\n");
        return Hash([before, numbers.ToArray(), name, digest]);
    }

    private static byte[] Hash(ReadOnlySpan<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts) hash.AppendData(part);
        return hash.GetHashAndReset();
    }
}
