using System.Security.Cryptography;
using System.Text;

namespace Heed.Feedback.Items;

/// <summary>Names made from content: equal content has an equal name on every machine.</summary>
public static class Identity
{
    /// <summary>32 hexadecimal digits: the first half of the SHA-256 of the parts, each preceded by its length.</summary>
    public static string Of(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
