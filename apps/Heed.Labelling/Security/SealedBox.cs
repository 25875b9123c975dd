using System.Security.Cryptography;
using System.Text;

namespace Heed.Labelling.Security;

/// <summary>Seals what the site itself must be able to read again, under AES-GCM with the site's secret: the database alone does not open it.</summary>
/// <param name="siteSecret">The site's secret.</param>
/// <param name="purpose">What is sealed; boxes of another purpose cannot open it.</param>
internal sealed class SealedBox(string siteSecret, string purpose)
{
    private readonly byte[] _key = SHA256.HashData(Encoding.UTF8.GetBytes($"{purpose}/{siteSecret}"));

    public byte[] Seal(byte[] plain)
    {
        var (nonce, sealedBytes, tag) = (RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize), new byte[plain.Length], new byte[AesGcm.TagByteSizes.MaxSize]);
        using var cipher = new AesGcm(_key, tag.Length);
        cipher.Encrypt(nonce, plain, sealedBytes, tag);
        return [.. nonce, .. tag, .. sealedBytes];
    }

    /// <summary>What was sealed, or null where it was sealed under another secret.</summary>
    public byte[]? Open(byte[] content)
    {
        var (nonceSize, tagSize) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        if (content.Length < nonceSize + tagSize) return null;
        var plain = new byte[content.Length - nonceSize - tagSize];
        using var cipher = new AesGcm(_key, tagSize);
        try
        {
            cipher.Decrypt(content.AsSpan(0, nonceSize), content.AsSpan(nonceSize + tagSize), content.AsSpan(nonceSize, tagSize), plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        return plain;
    }
}
