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
    private readonly SealedBox _box = new(options.Secret, "data protection");

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

    private byte[] Seal(string text) => _box.Seal(Encoding.UTF8.GetBytes(text));

    /// <summary>The key, or null where it was sealed under another secret: then everybody signs in again.</summary>
    private XElement? Open(byte[] content) => _box.Open(content) is { } plain ? XElement.Parse(Encoding.UTF8.GetString(plain)) : null;
}
