using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Heed.Labelling.Accounts;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Heed.Labelling.Security;

/// <summary>A key of the data protection system, sealed under the site's secret.</summary>
public sealed class SealedKey
{
    public required string Id { get; init; }
    public required byte[] Content { get; init; }
}

/// <summary>
/// The keys behind cookies and page tokens, in the database so that every process of the site shares them, under AES-GCM so that the database
/// alone does not open the site.
/// </summary>
internal sealed class SealedKeys(IServiceScopeFactory scopes, LabellingOptions options) : IXmlRepository
{
    private readonly byte[] _key = SHA256.HashData(Encoding.UTF8.GetBytes("data protection/" + options.Secret));

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        return [.. scope.ServiceProvider.GetRequiredService<SiteContext>().SealedKeys.AsNoTracking().AsEnumerable().Select(k => Open(k.Content)).OfType<XElement>()];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var database = scope.ServiceProvider.GetRequiredService<SiteContext>();
        database.SealedKeys.Add(new SealedKey { Id = friendlyName, Content = Seal(element.ToString()) });
        database.SaveChanges();
    }

    private byte[] Seal(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var (nonce, sealedText, tag) = (RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize), new byte[plain.Length], new byte[AesGcm.TagByteSizes.MaxSize]);
        using var cipher = new AesGcm(_key, tag.Length);
        cipher.Encrypt(nonce, plain, sealedText, tag);
        return [.. nonce, .. tag, .. sealedText];
    }

    /// <summary>The key, or null where it was sealed under another secret: then everybody signs in again.</summary>
    private XElement? Open(byte[] content)
    {
        var (nonceSize, tagSize) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
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
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
