using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Heed.Labelling.Security;

/// <summary>
/// Secrets that open something (API keys, invitations): 256 random bits, shown once. What is kept is their HMAC under the site's own secret, so
/// that whoever reads the database can neither use nor test them.
/// </summary>
public sealed class SecretToken(string siteSecret)
{
    private readonly byte[] _key = SHA256.HashData(Encoding.UTF8.GetBytes(siteSecret));

    /// <summary>A new secret: its kind, then 43 characters that are safe in an address.</summary>
    public string New(string kind) => $"{kind}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";

    /// <summary>What is stored and looked up.</summary>
    public string Hash(string secret) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(secret)));

    /// <summary>Another name for somebody, the same each time; without the site's secret nobody comes from one to the other.</summary>
    public string Alias(string pseudonym) => "m-" + Hash($"alias/{pseudonym}")[..10];

    /// <summary>A pseudonym: ten letters and digits that say nothing.</summary>
    public static string Pseudonym() => "r-" + RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 10);
}
